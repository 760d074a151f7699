//! What became of a case, and which verdicts that supports.

use super::{CHANGES, value};
use crate::record::cells;
use gradscape::registry::Settings;
use gradscape::run::AnyRun;

/// A change helps if it leaves at most this share of the loss.
const HELPS: f64 = 0.7;
/// A run goes on learning if at most this share of the loss is left after [`LONGER`] times as many steps. It creeps if
/// less than the second share is left.
const IMPROVES: f64 = 0.9;
const CREEPS: f64 = 0.997;
/// It fell over the second half of its steps if at most this share was left, and stood if more than the second was.
const FELL: f64 = 0.96;
const STOOD: f64 = 0.97;
/// On a function, a change has to gain at least this share of the way from the start.
const LEAST: f64 = 0.01;
/// At chance: at least this share of the best constant answer's loss.
const CHANCE: f64 = 0.97;
/// Solved: at most this share of the way from the constant answer (or the start) to the floor is left.
const SOLVED: f64 = 0.05;

/// What became of a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Loss of the best constant answer, and the least loss that is possible; NaN where unknown.
    pub constant: f64,
    pub floor: f64,
    /// Losses over all rows at step 0, at half the case's steps, at its step, the lowest of some later steps, and at the last one. NaN once
    /// the run has diverged.
    pub start: f64,
    pub half: f64,
    pub now: f64,
    pub lowest: f64,
    pub last: f64,
    /// Lowest test loss up to the case's step, the one at it, and the lowest later.
    pub tested: [f64; 3],
    /// Losses with one thing changed, at the case's step and at the last; NaN if diverged, infinite if the change does
    /// not apply or is not tried.
    pub changed: Vec<[f64; 2]>,
}

impl Outcome {
    pub fn row(&self) -> String {
        let Self { constant, floor, start, half, now, lowest, last, tested, changed } = self;
        let all = [*constant, *floor, *start, *half, *now, *lowest, *last].into_iter().chain(*tested);
        let all = all.chain(changed.iter().flatten().copied());
        all.map(|number| format!("{number:e}")).collect::<Vec<_>>().join(",")
    }

    pub fn read(row: &str) -> Self {
        let numbers: Vec<f64> = cells(row)[2..].iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect();
        let [constant, floor, start, half, now, lowest, last, a, b, c] = numbers[..10] else {
            panic!("a row has ten numbers before those of the changes")
        };
        let changed = numbers[10..].chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
        Self { constant, floor, start, half, now, lowest, last, tested: [a, b, c], changed }
    }

    /// Whether it takes changes to know what is true: not for a run that has diverged, or that solves its problem.
    pub fn is_open(&self) -> bool {
        self.now.is_finite() && !(self.is_solved(self.now) && self.is_solved(self.last))
    }

    /// Whether a loss is close to the floor.
    fn is_solved(&self, loss: f64) -> bool {
        let reach = if self.constant.is_finite() { self.constant } else { self.start };
        self.floor.is_finite() && loss - self.floor <= SOLVED * (reach - self.floor)
    }

    /// The verdicts that the outcome supports, the most specific first.
    pub fn truth(&self, known: &Known) -> Vec<&'static str> {
        let point = known.point;
        let Self { constant, floor, half, now, lowest, last, tested, changed, .. } = self;
        if now.is_nan() {
            return vec!["diverged"];
        }
        // The run is finite, but its loss over all rows is not.
        if now.is_infinite() {
            return vec!["thrown", "exploding"];
        }
        // Losses count from the floor, if it is known.
        let base = if floor.is_finite() { *floor } else { now.min(*lowest).min(0.0) };
        let excess = |loss: f64| loss - base;
        let solved = |loss: f64| self.is_solved(loss);
        let at_chance = constant.is_finite() && *now > CHANCE * constant;
        // What becomes of the run.
        let improves = excess(*lowest) < IMPROVES * excess(*now);
        let creeps = !improves && excess(*lowest) < CREEPS * excess(*now);
        let fell = half.is_finite() && excess(*now) <= FELL * excess(*half);
        let stays = excess(*lowest) <= 1.02 * excess(*now) + 1e-12;
        let stands = !(half.is_finite() && excess(*now) < STOOD * excess(*half));
        // What becomes of it with one thing changed. NaN, a diverged run, helps nothing. On a function, the run and its
        // changes may end in a minimum above the least one: then losses count from the lowest that any of them reaches.
        let reached = changed.iter().flatten().chain([lowest, last, now]).copied().filter(|loss| loss.is_finite());
        let reached = reached.fold(f64::INFINITY, f64::min);
        let way = (self.start - reached).abs();
        let over = |loss: f64| if point.is_some() { loss - reached } else { excess(loss) };
        let end = if last.is_finite() { over(*last) } else { f64::INFINITY };
        let helps = |names: &[&str]| {
            CHANGES.iter().zip(changed).any(|((name, _), [soon, later])| {
                let better = |loss: f64, than: f64| {
                    loss.is_finite()
                        && over(loss) < HELPS * than
                        && (point.is_none() || than - over(loss) > LEAST * way)
                };
                names.contains(name) && (better(*soon, over(*now)) || better(*later, end))
            })
        };
        let every: Vec<&str> = CHANGES.iter().map(|(name, _)| *name).collect();
        let worse =
            |loss: f64, than: f64| !loss.is_infinite() && (loss.is_nan() || excess(loss) > excess(than) / HELPS);
        let [soon, later] = changed[0];
        let (is_clipped, worse_without) = (!soon.is_infinite(), worse(soon, *now) || worse(later, *lowest));
        let (is_minimum, is_unstable) = point.map_or((false, false), |point| (point.is_minimum, point.is_unstable));
        let stalled = stands && (at_chance || helps(&every) || (point.is_some() && floor.is_finite() && !solved(*now)));
        let rule = ["slower", "slowest", "clipped", "tightly"];
        let structure = ["relu", "weights", "normalised", "cell", "relu_adam", "weights_adam", "normalised_adam"];
        let mut truth = Vec::new();
        let mut add = |holds: bool, verdict: &'static str| {
            if holds {
                truth.push(verdict);
            }
        };
        add(point.is_some_and(|point| point.is_endless) && improves, "unbounded");
        let best_test = tested[0].min(known.lowest_test);
        add(tested[1] > 1.05 * best_test && tested[2] > 0.95 * best_test, "overfitting");
        add(is_clipped && worse_without && (improves || solved(*now)), "clip-bound");
        add((improves && !(at_chance && *lowest > 0.9 * constant)) || (fell && !at_chance && stays), "learning");
        let rests = !improves && !creeps && !at_chance && !helps(&every);
        add((solved(*now) && solved(*last)) || rests || (stands && is_minimum), "converged");
        add(at_chance && half.is_finite() && excess(*now) < 0.985 * excess(*half), "starting");
        // A run that stands still is held back by what was measured in its gradients.
        for verdict in ["dead", "saturated", "exploding"] {
            add(stalled || helps(&structure) || helps(&rule), verdict);
        }
        add(stalled || helps(&structure), "vanishing");
        add(stalled || helps(&["single"]), "underflow");
        add(stalled || helps(&rule) || helps(&["adam"]), "thrown");
        let eased = helps(&["unclipped", "faster", "adam", "unclipped_adam", "unclipped_faster"]);
        add(is_clipped && (eased || (stalled && at_chance)), "stifled");
        add(helps(&rule) || is_unstable, "unstable");
        add(helps(&["slower", "slowest", "whole"]), "noisy");
        add(creeps || helps(&["faster", "adam", "relu", "weights", "normalised", "unclipped_adam"]), "slow");
        add(stalled, "stalled");
        // Not a bit changes over ten times as many steps.
        add(half == now && now == last && !solved(*now), "frozen");
        truth
    }
}

/// Functions that fall without end, by construction.
const ENDLESS: [&str; 2] = ["saddle", "monkey-saddle"];

/// What is known of a run at the case's step, besides its losses.
#[derive(Clone, Debug)]
pub struct Known {
    /// For a function.
    pub point: Option<Point>,
    /// The lowest test loss of all steps; infinite without a test set.
    pub lowest_test: f64,
}

impl Default for Known {
    fn default() -> Self {
        Self { point: None, lowest_test: f64::INFINITY }
    }
}

/// What is known of the point that a run on a function has reached, by finite differences of the function.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// It curves upwards everywhere, and the gradient is nearly 0.
    is_minimum: bool,
    /// The curvature is above 2 over the learning rate of plain gradient descent.
    is_unstable: bool,
    /// The function has no minimum at all.
    is_endless: bool,
}

impl Point {
    /// Of a run; `None` unless it is on a function.
    pub fn of(settings: &Settings, run: &AnyRun) -> Option<Self> {
        run.view().problem().domain()?;
        let at = run.view().parameters();
        let (x, y) = (at[0], at[1]);
        let h = 1e-4 * (1.0 + x.abs().max(y.abs()));
        let f = |dx: f64, dy: f64| value(settings, [x + h * dx, y + h * dy]);
        let (middle, east, west, north, south) = (f(0.0, 0.0), f(1.0, 0.0), f(-1.0, 0.0), f(0.0, 1.0), f(0.0, -1.0));
        let (xx, yy) = ((east - 2.0 * middle + west) / (h * h), (north - 2.0 * middle + south) / (h * h));
        let xy = (f(1.0, 1.0) - f(1.0, -1.0) - f(-1.0, 1.0) + f(-1.0, -1.0)) / (4.0 * h * h);
        let (by_x, by_y) = ((east - west) / (2.0 * h), (north - south) / (2.0 * h));
        let slope = (by_x * by_x + by_y * by_y).sqrt();
        let (mean, spread) = ((xx + yy) / 2.0, ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt());
        let is_plain = settings.text(&gradscape::optimizers::OPTIMIZER) == "sgd";
        Some(Self {
            is_endless: ENDLESS.contains(&settings.text(&gradscape::registry::keys::SCENARIO).as_str()),
            is_minimum: mean - spread > 0.0 && slope * slope / (2.0 * (mean - spread)) < 1e-2 * middle.abs().max(1e-6),
            is_unstable: is_plain && mean + spread > 2.0 / run.frame().lr,
        })
    }
}
