//! A finished branch.

use super::{Judged, Task};
use crate::branch::Outcome;

/// A finished branch: how it ended, and the verdict on it.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    pub outcome: Outcome,
    pub judged: Judged,
    /// Whether no gradient reaches the first layer at its end.
    pub dead: bool,
    /// The loss of the best constant answer.
    pub constant: Option<f64>,
}

/// The loss after the branch's last step.
pub(super) fn measure(task: &Task, end: &Ended) -> Option<f64> {
    if task.by_test_loss { end.outcome.test_loss } else { end.outcome.loss }
}
