//! What a run's step costs, from its size alone, so that the same settings always get the same number of steps.

use crate::run::RunView;

/// Multiplications for each weight and example: the forward pass, and twice as many in the backward pass.
const PASSES: u64 = 3;
/// A step's cost besides its multiplications: updates, norms and records.
const OVERHEAD: u64 = 4_000;

/// About how many multiplications a step takes.
pub fn step_cost(run: &dyn RunView) -> u64 {
    OVERHEAD + PASSES * pass(run, run.batch_size())
}

/// About how many multiplications the loss over all rows takes.
pub fn eval_cost(run: &dyn RunView) -> u64 {
    OVERHEAD + pass(run, run.problem().rows().max(1))
}

/// A forward pass over some rows.
fn pass(run: &dyn RunView, rows: usize) -> u64 {
    let times = run.problem().length().unwrap_or(1);
    (rows as u64).saturating_mul(times as u64).saturating_mul(run.parameter_count() as u64)
}
