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

pub use candidates::Candidate;
pub use choice::{Choice, RULE, Score, choose, scores};
pub use norms::Norms;
pub use plan::{Asked, MOST_RUNS, Plan};
pub use row::{Chosen, Last, Row};
pub use told::{confidence, torch};

use crate::branch;
use crate::datasets::Fold;
use crate::run::{AnyRun, Frame, Status};

/// The row of the k-th run. `file` is the data file of the settings.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn compute(plan: &Plan, k: usize, file: Option<&[u8]>) -> Result<Row, String> {
    let (candidate, number, seed) = plan.run(k);
    let fold = &plan.folds[number];
    let mut run = trained(plan, candidate, fold, seed, file)?;
    let frame = run.frame();
    let (diverged, single) = (frame.status != Status::Running, run.is_single());
    let clipped_share = frame.clipped_steps as f64 / (frame.step + 1) as f64;
    let shown = |value: f64| Some(Frame::shown(value, single)).filter(|value| value.is_finite() && !diverged);
    Ok(Row {
        clip: candidate.clip.id.into(),
        threshold: candidate.threshold,
        fold: number + 1,
        seed,
        validation_loss: branch::test_loss(run.view()).and_then(shown),
        train_loss: shown(run.evaluate(1)),
        clipped_share,
        status: if diverged { "diverged" } else { "finished" }.into(),
        train: plan.spans[number].0,
        validation: plan.spans[number].1,
    })
}

/// The test loss of a candidate that was trained on all rows before the test part; `None` without a test part, or if the
/// run diverged.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn on_test(plan: &Plan, candidate: &Candidate, seed: u64, file: Option<&[u8]>) -> Result<Option<f64>, String> {
    let Some(fold) = &plan.last else { return Ok(None) };
    let run = trained(plan, candidate, fold, seed, file)?;
    let lost = run.frame().status != Status::Running;
    Ok(branch::test_loss(run.view()).filter(|_| !lost).map(|loss| Frame::shown(loss, run.is_single())))
}

/// A run with a candidate's clip at its last step.
fn trained(plan: &Plan, candidate: &Candidate, fold: &Fold, seed: u64, file: Option<&[u8]>) -> Result<AnyRun, String> {
    let mut run = AnyRun::of_fold(&candidate.settings(&plan.settings), file, fold, seed)?;
    run.advance(plan.steps);
    Ok(run)
}

#[cfg(test)]
mod tests;
