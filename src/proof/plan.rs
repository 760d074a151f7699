//! What is to be tried, and for how many steps.

use super::Candidate;
use crate::branch::{Kind, step_cost};
use crate::registry::Settings;
use crate::run::{Moment, RunView, Status};
use serde::{Deserialize, Serialize};

/// Steps of each branch. An older run gets as many steps as it has made, so that a branch from step 0 can catch up.
const FEWEST: u64 = 300;
/// Multiplications of all branches together: about a second in a worker.
const WORK: u64 = 1_500_000_000;
/// A large network gets at least this many steps.
const LEAST: u64 = 24;
/// A run that has diverged is tried beyond the step where it did, at most with this many times the work.
const PATIENCE: u64 = 8;

/// How candidates are tried.
#[derive(Clone, Copy, Debug, Default)]
pub struct Judging {
    /// Whether the test loss decides.
    pub by_test_loss: bool,
    /// Whether all of them start at step 0.
    pub anew: bool,
    /// Whether those that could start at the present step are tried from step 0, too.
    pub again: bool,
}

/// Candidates for a run at a step, with everything that their branches need.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// The settings string of the run.
    pub(super) settings: String,
    /// The step of the run.
    pub(super) step: u64,
    /// The step at which the run has diverged, if it has. Then the baseline is known.
    pub(super) diverged: Option<u64>,
    /// The state of the run; `None` if no branch starts there.
    pub(super) moment: Option<Moment>,
    pub(super) candidates: Vec<(Candidate, Kind)>,
    pub(super) steps: u64,
    pub(super) by_test_loss: bool,
}

impl Task {
    /// For a run at its present step. `by_test_loss` says that the test loss decides, where there is one: against
    /// overfitting, the training loss would mislead. `anew` says that all candidates start at step 0: what went wrong was
    /// an earlier step. `again`
    /// says that they may: then candidates that can start here are tried both ways.
    pub fn new(
        settings: &Settings,
        run: &dyn RunView,
        candidates: Vec<Candidate>,
        Judging { by_test_loss, anew, again }: Judging,
    ) -> Self {
        let frame = run.frame();
        let diverged = match &frame.status {
            Status::Diverged(what) => Some(what.step),
            Status::Running => None,
        };
        let kinds = |candidate: Candidate| {
            let kind = match anew {
                true => Kind::Start,
                false => Kind::of(candidate.settings.keys().map(String::as_str), run),
            };
            let other = (again && kind == Kind::Here).then(|| (candidate.clone(), Kind::Start));
            std::iter::once((candidate, kind)).chain(other)
        };
        let candidates: Vec<(Candidate, Kind)> = candidates.into_iter().flat_map(kinds).collect();
        let steps = steps(run, diverged, candidates.len());
        let goes_on = diverged.is_none() && frame.step > 0 && !candidates.is_empty();
        Self {
            settings: settings.canonical(),
            step: frame.step,
            diverged,
            moment: goes_on.then(|| run.moment()),
            candidates,
            steps,
            by_test_loss: by_test_loss && run.problem().test_rows() > 0,
        }
    }
}

fn steps(run: &dyn RunView, diverged: Option<u64>, candidates: usize) -> u64 {
    let afford = WORK / (step_cost(run).saturating_mul(candidates as u64 + 1)).max(1);
    let (wanted, afford) = match diverged {
        Some(step) => (FEWEST.max(step + step / 4), afford.saturating_mul(PATIENCE)),
        None => (FEWEST.max(run.frame().step), afford),
    };
    wanted.min(afford).max(LEAST)
}
