//! What set the event off: the batch and its worst example, the time step, and the curvature there.

use super::reading::median;
use crate::datasets::market::date_of;
use crate::math::{Real, norm};
use crate::objectives::{Batch, Rows};
use crate::run::{Run, RunView, Typed};
use serde::{Deserialize, Serialize};

/// So many other batches are compared with the step's own.
const OTHERS: u64 = 8;
/// At most so many examples of a batch are looked at one by one.
const EXAMPLES: usize = 256;
/// Rows that are named.
const NAMED: usize = 8;

/// What was special about the step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// The step at which the growth set in.
    pub step: u64,
    /// Rows in its batch; 0 for a function.
    pub rows: usize,
    /// The first of these rows; empty for the full batch.
    pub named: Vec<u32>,
    /// Their dates, if rows are days.
    pub dates: Vec<String>,
    /// The batch's gradient norm over that of other batches at the same parameters (their median); `None` for the full
    /// batch.
    pub against_others: Option<f64>,
    /// The median of the other batches' gradient norms.
    pub others: Option<f64>,
    /// The example with the largest loss; `None` without examples, or if no loss is finite.
    pub worst: Option<Example>,
    /// For sequences: the time step with the largest ‖∂L/∂h_t‖, and the factor by which that norm grows with each time
    /// step of the backward pass.
    pub time: Option<(usize, f64)>,
    /// For a function: where it stood.
    pub place: Option<[f64; 2]>,
}

/// One example of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Its row in the training data.
    pub row: u32,
    /// The day of that row in years, if rows are days.
    pub day: Option<f64>,
    /// Its loss.
    pub loss: f64,
    /// The median loss of the batch.
    pub median: f64,
}

/// The curvature at a step and the largest one at which the optimizer is stable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// The step.
    pub step: u64,
    /// λ_max of the Hessian, or of the preconditioned one for an optimizer that divides the gradient.
    pub curvature: f64,
    /// The largest curvature that is stable.
    pub stable: f64,
    /// The formula of that limit.
    pub formula: String,
}

impl Trigger {
    /// At the run's present step.
    pub fn of(run: &dyn RunView) -> Self {
        match run.typed() {
            Typed::F32(run) => Self::measured(run),
            Typed::F64(run) => Self::measured(run),
        }
    }

    fn measured<R: Real>(run: &Run<R>) -> Self {
        let (step, objective) = (run.frame().step, run.objective());
        let own = run.batch_rows(step);
        let is_function = objective.domain().is_some();
        let others = others(run, step);
        let against = others.map(|others| run.frame().grad_norm / others);
        let place = run.params().get(..2).filter(|_| is_function).map(|at| [at[0].to_f64(), at[1].to_f64()]);
        Self {
            step,
            rows: if own.is_empty() { objective.rows() } else { own.len() },
            named: own.iter().take(NAMED).copied().collect(),
            dates: own.iter().take(NAMED).filter_map(|row| objective.day(*row as usize)).map(date_of).collect(),
            against_others: against.filter(|ratio| ratio.is_finite()),
            others,
            worst: worst(run, &own),
            time: time(run),
            place,
        }
    }
}

/// The median gradient norm of the next batches at the present parameters; `None` for the full batch.
fn others<R: Real>(run: &Run<R>, step: u64) -> Option<f64> {
    let (objective, per_epoch) = (run.objective(), run.steps_per_epoch());
    if per_epoch < 2 {
        return None;
    }
    let mut gradient = vec![R::ZERO; run.params().len()];
    let mut work = objective.workspace(run.rows_of(step..step + 1).len().max(1));
    let norms: Vec<f64> = (1..=OTHERS.min(per_epoch - 1))
        .map(|k| {
            let mut rows = run.batch_rows(step + k);
            rows.truncate(run.batch_rows(step).len());
            objective.gradient(run.params(), Batch::from(Rows::These(&rows)), &mut gradient, &mut work, &mut ());
            norm(&gradient)
        })
        .collect();
    Some(median(norms.into_iter())).filter(|norm| norm.is_finite())
}

fn worst<R: Real>(run: &Run<R>, own: &[u32]) -> Option<Example> {
    let objective = run.objective();
    if objective.rows() < 2 || !objective.is_mean() {
        return None;
    }
    let rows: Vec<u32> = if own.is_empty() { (0..objective.rows() as u32).collect() } else { own.to_vec() };
    let mut work = objective.workspace(1);
    let losses: Vec<(u32, f64)> = rows
        .iter()
        .take(EXAMPLES)
        .map(|row| {
            let loss = objective.evaluate(run.params(), run.buffers(), Rows::These(&[*row]), &mut work);
            (*row, loss.to_f64())
        })
        .collect();
    let median = median(losses.iter().map(|(_, loss)| *loss));
    let finite = losses.iter().filter(|(_, loss)| loss.is_finite());
    let (row, loss) = finite.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Example { row: *row, day: objective.day(*row as usize), loss: *loss, median })
}

fn time<R: Real>(run: &Run<R>) -> Option<(usize, f64)> {
    let norms = run.through_time()?.last();
    let (peak, largest) = norms.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    let end = norms.iter().rposition(|norm| *norm > 0.0).filter(|end| *end > 0)?;
    let factor = libm::pow(norms[0] / norms[end], 1.0 / end as f64);
    (largest.is_finite() && factor.is_finite()).then_some((peak, factor))
}
