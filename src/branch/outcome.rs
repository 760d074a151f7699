//! How a branch ended.

use super::{Branch, Kind};
use crate::math::Real;
use crate::run::{Diverged, Run, RunView, Status, Typed};
use serde::Serialize;

/// How a branch ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// Where it started.
    pub kind: Kind,
    /// The step where it started.
    pub from: u64,
    /// Steps made; fewer than planned if it diverged.
    pub steps: u64,
    /// The loss at its first step, over all rows; `None` if not finite.
    pub first_loss: Option<f64>,
    /// The loss over all rows at its last step; `None` if the branch diverged.
    pub loss: Option<f64>,
    /// The mean loss over the end of the branch, as `how` says: the last step of a run that bounces may be low by chance.
    pub mean: Option<f64>,
    /// What `mean` is a mean of.
    pub how: How,
    /// The loss over the test set at its last step, if there is one and it is finite.
    pub test_loss: Option<f64>,
    /// Norm of the whole gradient at its last step; `None` if not finite.
    pub grad_norm: Option<f64>,
    /// What was first not finite, if it diverged.
    pub diverged: Option<Diverged>,
}

/// What the mean loss of a branch is a mean of. A batch's noise does not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct How {
    /// How many steps in the last quarter of the branch it was evaluated at.
    pub evaluations: usize,
    /// Rows of each evaluation: all training rows; 0 for a function.
    pub rows: usize,
}

impl Outcome {
    pub(super) fn of(branch: &Branch) -> Self {
        let Branch { run, kind, from, first, found, .. } = branch;
        let frame = run.frame();
        let diverged = match &frame.status {
            Status::Diverged(what) => Some(what.clone()),
            Status::Running => None,
        };
        let mean = found.iter().sum::<f64>() / found.len() as f64;
        Self {
            kind: *kind,
            from: *from,
            steps: frame.step - from,
            first_loss: finite(*first),
            loss: found.last().copied().and_then(finite).filter(|_| diverged.is_none()),
            mean: finite(mean).filter(|_| diverged.is_none()),
            how: How { evaluations: found.len(), rows: run.problem().rows() },
            test_loss: test_loss(run.view()).filter(|_| diverged.is_none()),
            grad_norm: finite(frame.grad_norm),
            diverged,
        }
    }
}

fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

/// The loss over the test set at the present parameters; `None` without one, or if it is not finite.
pub fn test_loss(run: &dyn RunView) -> Option<f64> {
    fn of<R: Real>(run: &Run<R>) -> Option<f64> {
        let rows = run.objective().test_rows();
        let mut work = (rows > 0).then(|| run.objective().workspace(rows))?;
        finite(run.objective().test_loss(run.params(), run.buffers(), &mut work).to_f64())
    }
    match run.typed() {
        Typed::F32(run) => of(run),
        Typed::F64(run) => of(run),
    }
}
