//! The examples set aside: at which steps a run is tested on them.

use crate::math::Real;
use crate::objectives::{Objective, Workspace};

/// Forward passes over a row that a training step costs at the least: one forward, and as much for the way back. With
/// many weights it is nearly three; with few, the activation on the way forward weighs more.
const PASSES: u64 = 2;
/// Testing takes at most one part in so many of the time that training takes.
const SHARE: u64 = 10;

/// What a run needs for testing.
pub struct HeldOut {
    work: Workspace,
    every: u64,
}

impl HeldOut {
    /// For an objective that is trained in batches of `batch` rows; `None` where nothing was set aside.
    pub fn of<R: Real>(objective: &Objective<R>, batch: usize) -> Option<Self> {
        let rows = objective.test_rows();
        (rows > 0).then(|| Self { work: objective.workspace(rows), every: every(rows as u64, batch as u64) })
    }

    /// The loss over the examples set aside, if it is the step's turn.
    pub fn loss<R: Real>(
        &mut self,
        objective: &Objective<R>,
        (params, buffers): (&[R], &[R]),
        step: u64,
    ) -> Option<f64> {
        step.is_multiple_of(self.every).then(|| objective.test_loss(params, buffers, &mut self.work).to_f64())
    }
}

/// Steps from one test to the next: a power of two, like the strides of history and charts, and a function of the
/// rows alone, so that a link's numbers are the same on a slow machine.
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
