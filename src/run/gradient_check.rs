//! A gradient check: back-propagation against differences of the loss, in f64, parameter by parameter.
//!
//! A difference is a derivative only where the loss is smooth. So all operations have to be on the same piece
//! (`Pieces`) at θ − h, θ and θ + h. Where they are not, the check takes a smaller h.
//!
//! If no h gives a reliable difference, the parameter counts as unresolved and is not judged. That happens if the loss
//! has a kink nearby, or if the slope is below the loss's rounding error (see [`Ridders`]).

mod pieces;

use super::AnyRun;
use crate::math::{FIRST_STEP, Ridders};
use crate::objectives::{Batch, GradientKind, Noise, Objective, Rows, Workspace};
use crate::registry::Settings;
use crate::scenarios;
use crate::texts::problems;
use pieces::Pieces;

/// Parameters compared in each layer, evenly spaced. Small layers are compared completely; the largest networks compare
/// fewer.
pub const PER_LAYER: usize = 16;
/// Examples in the loss, and in that of large networks. A backward pass that is right over a few is right over all.
pub const ROWS: [usize; 2] = [32, 8];
/// Limit of compared parameters × examples × parameters. Such a check takes some seconds.
const MOST_WORK: usize = 1 << 29;
/// After an h over which the loss was not smooth, or which was too long, the next one is this share of it.
const SHORTER: f64 = 0.25;
/// The smallest first h of a difference. Below, the loss's rounding leaves nothing of a slope.
const SHORTEST: f64 = 1e-7;
/// Largest relative uncertainty of a difference that is used.
const RESOLVED: f64 = 1e-5;
/// Largest relative error that passes. Wrong gradients are rarely off by less than a hundredth.
pub const ALLOWED: f64 = 1e-4;

/// What the check has found in a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckedLayer {
    /// Name.
    pub name: String,
    /// Its parameters.
    pub parameters: usize,
    /// How many have been compared.
    pub compared: usize,
    /// How many of those have a reliable difference.
    pub resolved: usize,
    /// How many have none because the loss has a kink nearby: within every h, or so near that only an h is left over
    /// which rounding hides the slope. Or because the loss curves too fast.
    pub kinks: usize,
    /// How many have none because the slope is below the loss's rounding error.
    pub small: usize,
    /// Largest |g − d| / max(|g|, |d|) of the reliable ones, g the gradient and d the difference.
    pub error: f64,
}

/// A check in progress.
pub struct GradientCheck {
    objective: Objective<f64>,
    point: Vec<f64>,
    gradient: Vec<f64>,
    rows: Vec<u32>,
    noise: Option<Noise>,
    work: Workspace,
    layers: Vec<CheckedLayer>,
    /// Layer and parameter, in order.
    plan: Vec<(usize, usize)>,
    per_layer: usize,
    done: usize,
    /// The pieces at the point itself.
    here: Pieces,
    /// The difference for the parameter in progress.
    difference: Ridders,
    /// Its first h.
    first: f64,
    /// Whether a longer h met a kink.
    kinked: bool,
    /// An error that a longer h has found. The estimate of a difference's own error can be too small where the loss
    /// curves fast, so a disagreement stands only if no shorter h refutes it.
    suspected: Option<f64>,
}

impl AnyRun {
    /// The check of this run, of `settings` and `file`, at its present parameters and over its present batch.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file, or why this gradient cannot be checked.
    pub fn gradient_check(&self, settings: &Settings, file: Option<&[u8]>) -> Result<GradientCheck, String> {
        let objective = scenarios::objective::<f64>(settings, file)?;
        if objective.gradient_kind() == GradientKind::Estimate {
            return Err(problems::gradient_is_estimate().into());
        }
        let step = self.frame().step;
        let noise = Noise { seed: settings.seed(), step };
        Ok(GradientCheck::new(objective, self.parameters(), self.batch_rows(step), Some(noise)))
    }
}

impl GradientCheck {
    /// The check of an objective at `point`, over the first few ([`ROWS`]) of a step's rows (of all rows if there are
    /// none), with the step's noise.
    pub fn new(objective: Objective<f64>, point: Vec<f64>, mut rows: Vec<u32>, noise: Option<Noise>) -> Self {
        let layers = objective.layout().layers.len();
        let affordable = |rows: usize| MOST_WORK / (layers * point.len() * rows).max(1);
        let most = if affordable(ROWS[0]) >= PER_LAYER { ROWS[0] } else { ROWS[1] };
        let per_layer = affordable(most).clamp(1, PER_LAYER);
        if rows.is_empty() {
            rows.extend(spread(objective.rows(), most).map(|row| row as u32));
        }
        rows.truncate(most);
        let mut work = objective.workspace(rows.len());
        let mut gradient = vec![0.0; point.len()];
        let batch = Batch { rows: rows_or_all(&rows), noise, loss_scale: 1.0 };
        let loss = objective.gradient(&point, batch, &mut gradient, &mut work, &mut ());
        let (mut layers, mut plan) = (Vec::new(), Vec::new());
        for (k, layer) in objective.layout().layers.iter().enumerate() {
            let (first, parameters) = (layer.range.start, layer.range.len());
            // A loss that is not finite has no differences.
            let compared = if loss.is_finite() { per_layer } else { 0 };
            plan.extend(spread(parameters, compared).map(|n| (k, first + n)));
            layers.push(CheckedLayer { name: layer.name.clone(), parameters, ..CheckedLayer::default() });
        }
        let mut here = Pieces::default();
        objective.forward(&point, batch, &mut work, &mut here);
        Self {
            objective,
            point,
            gradient,
            rows,
            noise,
            work,
            layers,
            plan,
            per_layer,
            done: 0,
            here,
            difference: Ridders::starting_with(FIRST_STEP),
            first: FIRST_STEP,
            kinked: false,
            suspected: None,
        }
    }

    /// Computes up to `count` more pairs of losses. Returns whether any are left.
    pub fn advance(&mut self, count: usize) -> bool {
        for _ in 0..count {
            let Some(&(layer, k)) = self.plan.get(self.done) else { break };
            let h = self.difference.step();
            let [(plus, above), (minus, below)] = [h, -h].map(|by| self.loss(k, by));
            if above != self.here || below != self.here {
                self.kinked = true;
                if !self.begin(h * SHORTER) {
                    self.finish(layer, Outcome::Kink);
                }
                continue;
            }
            if self.difference.take(plus, minus) {
                continue;
            }
            let outcome = Outcome::of(self.gradient[k], &self.difference, self.kinked);
            if let Outcome::Error(error) = outcome
                && error > ALLOWED
            {
                self.suspected = Some(error);
            }
            let doubtful = match outcome {
                Outcome::Curved => true,
                Outcome::Error(error) => error > ALLOWED,
                Outcome::Small | Outcome::Kink => false,
            };
            if !(doubtful && self.begin(self.first * SHORTER)) {
                self.finish(layer, outcome);
            }
        }
        self.done < self.plan.len()
    }

    /// Begins a difference with this first h; returns whether that is long enough.
    fn begin(&mut self, first: f64) -> bool {
        self.first = first;
        self.difference = Ridders::starting_with(first);
        first >= SHORTEST
    }

    /// Notes what came of a parameter and begins with the next one.
    fn finish(&mut self, layer: usize, outcome: Outcome) {
        let outcome = match (outcome, self.suspected) {
            (Outcome::Error(_), _) | (_, None) => outcome,
            // No shorter h refutes it.
            (_, Some(error)) => Outcome::Error(error),
        };
        self.layers[layer].note(outcome);
        self.done += 1;
        (self.kinked, self.suspected) = (false, None);
        self.begin(FIRST_STEP);
    }

    /// Parameters to compare, most of them per layer ([`PER_LAYER`] or fewer), and examples (0 without data).
    pub fn extent(&self) -> [usize; 3] {
        [self.plan.len(), self.per_layer, self.rows.len()]
    }

    /// Share of the comparisons done.
    pub fn progress(&self) -> f64 {
        if self.plan.is_empty() { 1.0 } else { self.done as f64 / self.plan.len() as f64 }
    }

    /// Whether the gradient is truncated by design, so that it must disagree with differences.
    pub fn is_truncated(&self) -> bool {
        self.objective.gradient_kind() == GradientKind::Truncated
    }

    /// Results so far.
    pub fn layers(&self) -> &[CheckedLayer] {
        &self.layers
    }

    /// The loss with parameter `k` moved, and the pieces there.
    fn loss(&mut self, k: usize, by: f64) -> (f64, Pieces) {
        let kept = self.point[k];
        self.point[k] = kept + by;
        let batch = Batch { rows: rows_or_all(&self.rows), noise: self.noise, loss_scale: 1.0 };
        let mut pieces = Pieces::default();
        let loss = self.objective.forward(&self.point, batch, &mut self.work, &mut pieces);
        self.point[k] = kept;
        (loss, pieces)
    }
}

/// Up to `count` of `all` indices, evenly spaced.
fn spread(all: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.min(all);
    (0..count).map(move |n| (2 * n + 1) * all / (2 * count))
}

/// These rows, or all if the list is empty.
fn rows_or_all(rows: &[u32]) -> Rows<'_> {
    if rows.is_empty() { Rows::All } else { Rows::These(rows) }
}

impl CheckedLayer {
    /// Whether the gradient passes.
    pub fn agrees(&self) -> bool {
        self.error <= ALLOWED
    }

    fn note(&mut self, outcome: Outcome) {
        self.compared += 1;
        match outcome {
            Outcome::Error(error) => {
                self.resolved += 1;
                self.error = self.error.max(error);
            }
            Outcome::Small => self.small += 1,
            Outcome::Kink | Outcome::Curved => self.kinks += 1,
        }
    }
}

/// What came of a parameter.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    /// The relative error of its gradient.
    Error(f64),
    /// The slope is below the loss's rounding error.
    Small,
    /// A kink is too near.
    Kink,
    /// The loss curves too fast for this h.
    Curved,
}

impl Outcome {
    /// Compares a gradient with a difference; `kinked` if a kink left only a short h.
    fn of(gradient: f64, difference: &Ridders, kinked: bool) -> Self {
        let scale = gradient.abs().max(difference.best.abs());
        match difference.uncertainty <= RESOLVED * scale {
            // Both exactly 0: the loss does not depend on this parameter.
            _ if scale == 0.0 && difference.uncertainty.is_finite() => Self::Error(0.0),
            true => Self::Error((gradient - difference.best).abs() / scale),
            false if !difference.rounded => Self::Curved,
            false if kinked => Self::Kink,
            false => Self::Small,
        }
    }
}

#[cfg(test)]
mod tests;
