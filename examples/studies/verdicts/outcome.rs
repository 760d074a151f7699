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
    pub fn truth(&self, point: Option<Point>) -> Vec<&'static str> {
        let Self { constant, floor, half, now, lowest, last, tested, changed, .. } = self;
        if !now.is_finite() {
            return vec!["diverged"];
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
        // What becomes of it with one thing changed. NaN, a diverged run, helps nothing.
        let end = if last.is_finite() { excess(*last) } else { f64::INFINITY };
        let helps = |names: &[&str]| {
            CHANGES.iter().zip(changed).any(|((name, _), [soon, later])| {
                let helps_soon = soon.is_finite() && excess(*soon) < HELPS * excess(*now);
                let helps_later = later.is_finite() && excess(*later) < HELPS * end;
                names.contains(name) && (helps_soon || helps_later)
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
        add(tested[1] > 1.05 * tested[0] && tested[2] > 0.95 * tested[0], "overfitting");
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
        truth
    }
}

/// What is known of the point that a run on a function has reached, by finite differences of the function.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// It curves upwards everywhere, and the gradient is nearly 0.
    is_minimum: bool,
    /// The curvature is above 2 over the learning rate of plain gradient descent.
    is_unstable: bool,
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
            is_minimum: mean - spread > 0.0 && slope * slope / (2.0 * (mean - spread)) < 1e-2 * middle.abs().max(1e-6),
            is_unstable: is_plain && mean + spread > 2.0 / run.frame().lr,
        })
    }
}
