//! The test loss, and at which steps it is measured.

use crate::math::Real;
use crate::objectives::{Objective, Workspace};

/// Least cost of a training step per row, in forward passes: one forward and as much backward. With many weights it is
/// nearly three; with few, the activations of the forward pass dominate.
const PASSES: u64 = 2;
/// Testing takes at most 1/SHARE of training's time.
const SHARE: u64 = 10;

/// The workspace and stride of a run's tests.
pub struct HeldOut {
    work: Workspace,
    every: u64,
}

impl HeldOut {
    /// For an objective trained in batches of `batch` rows; `None` without a test set.
    pub fn of<R: Real>(objective: &Objective<R>, batch: usize) -> Option<Self> {
        let rows = objective.test_rows();
        (rows > 0).then(|| Self { work: objective.workspace(rows), every: every(rows as u64, batch as u64) })
    }

    /// The test loss, if it is due at this step.
    pub fn loss<R: Real>(
        &mut self,
        objective: &Objective<R>,
        (params, buffers): (&[R], &[R]),
        step: u64,
    ) -> Option<f64> {
        step.is_multiple_of(self.every).then(|| objective.test_loss(params, buffers, &mut self.work).to_f64())
    }
}

/// Steps between tests: a power of two, like the strides of history and charts. It depends on the number of rows only,
/// so that a link gives the same numbers on a slow machine.
fn every(rows: u64, batch: u64) -> u64 {
    (rows * SHARE).div_ceil(batch.max(1) * PASSES).next_power_of_two()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn testing_costs_at_most_a_tenth_of_training() {
        for rows in [1, 2, 30, 360, 45_000] {
            for batch in [1, 10, 64, 1437, 50_000] {
                let every = every(rows, batch);
                assert!(rows * SHARE <= every * batch * PASSES, "{rows} rows, batches of {batch}: every {every}");
                assert!(every == 1 || every / 2 * batch * PASSES < rows * SHARE, "not rarer than need be");
            }
        }
        assert_eq!(every(360, 64), 32);
    }
}
