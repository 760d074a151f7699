//! Remedies that are tried before they are offered.
//!
//! Each candidate is a branch of the run, computed over the same number of steps as a branch in which nothing is changed,
//! the baseline. A candidate that helps is offered, with what it does; the best one comes first. The numbers depend on
//! the settings and the step alone.

pub mod diagnosed;
mod ended;
mod plan;
mod rank;
mod told;
mod trial;

pub use plan::{Judging, Task};
pub use trial::Trial;

use crate::registry::Settings;
use crate::run::RunView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A change of settings that may help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What its button says.
    pub label: String,
    /// Keys and values.
    pub settings: BTreeMap<String, String>,
}

/// What a diagnosis says of a branch at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The id of the verdict.
    pub verdict: String,
    /// Whether such a run learns nothing, or is lost: dead, stalled, thrown or stifled, for example. A remedy must not
    /// end there.
    pub stuck: bool,
}

/// Gives the verdict on a branch.
pub type Judge = dyn Fn(&Settings, &dyn RunView) -> Judged;

/// What the trials have shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proofs {
    /// The step of the run at which they were tried.
    pub step: u64,
    /// Steps of each branch.
    pub steps: u64,
    /// The run as it is.
    pub baseline: Proof,
    /// What helps, best first.
    pub remedies: Vec<Proven>,
    /// Number of candidates.
    pub tried: usize,
    /// The result in a sentence.
    pub sentence: String,
}

/// A remedy that helps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proven {
    /// What its button says.
    pub label: String,
    /// Keys and values.
    pub settings: BTreeMap<String, String>,
    /// What it does, beside the baseline.
    pub sentence: String,
    /// The same without the label.
    pub effect: String,
    /// How its branch ended.
    pub proof: Proof,
}

/// How a branch ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proof {
    /// Steps made.
    pub steps: u64,
    /// The loss over all rows after these steps; `None` if it diverged.
    pub loss: Option<f64>,
    /// The loss over the test set at its last step.
    pub test_loss: Option<f64>,
    /// The verdict on it.
    pub verdict: String,
    /// Whether it starts at step 0, not at the run's present step.
    pub from_start: bool,
    /// The step at which it diverged.
    pub diverged: Option<u64>,
}

/// Tries the candidates for a run at once. `file` is the data file of the settings.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn prove(
    settings: &Settings,
    run: &dyn RunView,
    candidates: Vec<Candidate>,
    judging: Judging,
    file: Option<&[u8]>,
    judge: &Judge,
) -> Result<Proofs, String> {
    let mut trial = Trial::new(Task::new(settings, run, candidates, judging), file.map(<[u8]>::to_vec));
    while !trial.advance(u64::MAX, judge)? {}
    Ok(trial.proofs())
}

#[cfg(test)]
mod tests;
