//! Calibration of the clip threshold by cross-validation.
//!
//! A [`Plan`] divides the data into folds ([`folds`]), says which clips and thresholds are tried ([`candidates`]), and with
//! which seeds. Each run is trained on a fold's training part and measured on its validation part; [`compute`] turns the
//! number of a run into its [`Row`] without looking at any other run. [`choose`] reads all rows. The test part is looked
//! at once, after the choice ([`on_test`]). Files and threads are the caller's.

pub mod candidates;
mod choice;
pub mod folds;
mod norms;
pub mod picture;
mod plan;
mod row;
mod told;
mod wish;

pub use candidates::Candidate;
pub use choice::{Choice, RULE, Score, choose, scores};
pub use norms::{Measuring, Norms};
pub use plan::{Asked, Draft, MOST_RUNS, Plan};
pub use row::{Chosen, Last, Row};
pub use told::{confidence, torch};
pub use wish::read as wish;

use crate::branch;
use crate::datasets::Fold;
use crate::run::{AnyRun, Frame, Status};

/// The row of the k-th run. `file` is the data file of the settings.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn compute(plan: &Plan, k: usize, file: Option<&[u8]>) -> Result<Row, String> {
    let mut running = Running::new(plan, k, file)?;
    running.advance(u64::MAX);
    Ok(running.row(plan, k))
}

/// The test loss of a candidate that was trained on all rows before the test part; `None` without a test part, or if the
/// run diverged.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn on_test(plan: &Plan, candidate: &Candidate, seed: u64, file: Option<&[u8]>) -> Result<Option<f64>, String> {
    let Some(mut running) = Running::on_test(plan, candidate, seed, file)? else { return Ok(None) };
    running.advance(u64::MAX);
    Ok(running.held_out_loss())
}

/// A run in progress, for callers that compute it in slices.
pub struct Running {
    run: AnyRun,
    /// Steps that are still to be made.
    left: u64,
}

impl Running {
    /// The k-th run at its step 0. `file` is the data file of the settings.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn new(plan: &Plan, k: usize, file: Option<&[u8]>) -> Result<Self, String> {
        let (candidate, number, seed) = plan.run(k);
        Self::of(plan, candidate, &plan.folds[number], seed, file)
    }

    /// The run of a candidate on all rows before the test part; `None` without a test part.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn on_test(plan: &Plan, candidate: &Candidate, seed: u64, file: Option<&[u8]>) -> Result<Option<Self>, String> {
        plan.last.as_ref().map(|fold| Self::of(plan, candidate, fold, seed, file)).transpose()
    }

    fn of(plan: &Plan, candidate: &Candidate, fold: &Fold, seed: u64, file: Option<&[u8]>) -> Result<Self, String> {
        let run = AnyRun::of_fold(&candidate.settings(&plan.settings), file, fold, seed)?;
        Ok(Self { run, left: plan.steps })
    }

    /// Makes at most `count` more steps; true when there is nothing left to do.
    pub fn advance(&mut self, count: u64) -> bool {
        let count = count.min(self.left);
        self.run.advance(count);
        self.left -= count;
        self.left == 0 || self.has_diverged()
    }

    /// The loss over the rows that were held back; `None` if the run diverged.
    pub fn held_out_loss(&self) -> Option<f64> {
        let loss = branch::test_loss(self.run.view()).filter(|_| !self.has_diverged());
        loss.map(|loss| Frame::shown(loss, self.run.is_single()))
    }

    /// What the k-th run has come to.
    pub fn row(&mut self, plan: &Plan, k: usize) -> Row {
        let (candidate, number, seed) = plan.run(k);
        let diverged = self.has_diverged();
        let frame = self.run.frame();
        let clipped_share = frame.clipped_steps as f64 / (frame.step + 1) as f64;
        let train_loss = Frame::shown(self.run.evaluate(1), self.run.is_single());
        Row {
            clip: candidate.clip.id.into(),
            threshold: candidate.threshold,
            fold: number + 1,
            seed,
            validation_loss: self.held_out_loss().filter(|loss| loss.is_finite()),
            train_loss: Some(train_loss).filter(|loss| loss.is_finite() && !diverged),
            clipped_share,
            status: if diverged { "diverged" } else { "finished" }.into(),
            train: plan.spans[number].0,
            validation: plan.spans[number].1,
        }
    }

    fn has_diverged(&self) -> bool {
        self.run.frame().status != Status::Running
    }
}

#[cfg(test)]
mod tests;
