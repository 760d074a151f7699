//! The autopsy of a run that diverged, or that one step threw far away: what grew, from which step, what set it off, and
//! which cause it has.
//!
//! Everything is measured by making the run again. A cause counts as proven by a counterfactual: the same run with that
//! one thing changed stays near. Of all changes that keep it near, the smallest names the cause.

mod causes;
mod event;
mod examination;
mod jump;
mod reading;
mod tried;
mod trigger;

pub use causes::{AT, Cause, HALVED};
pub use event::{Event, EventKind, Growth};
pub use examination::Examination;
pub use jump::{Jump, MOVED, Passed, TIMES};
pub use reading::Reading;
pub use tried::Tried;
pub use trigger::{Example, Limit, Trigger};

use crate::registry::Settings;
use serde::{Deserialize, Serialize};

/// What an examination has found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Autopsy {
    /// The settings string of the run.
    pub settings: String,
    /// The last step of the run.
    pub last: u64,
    /// What happened; `None` if the run is finite and no single step threw it.
    pub event: Option<Event>,
    /// What grew before that; `None` for a run that is not finite at step 0.
    pub growth: Option<Growth>,
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The curvature at that step, and the optimizer's limit; `None` where it is unknown.
    pub limit: Option<Limit>,
    /// The counterfactuals, in the order in which they were tried.
    pub tried: Vec<Tried>,
    /// The one that proves the cause: an index into `tried`. `None` if none keeps the run near.
    pub proof: Option<usize>,
    /// Whether the run is on a function that falls without end where it went. Then there is nothing to prove.
    pub is_endless: bool,
    /// The run around the event, step by step.
    pub readings: Vec<Reading>,
    /// The counterfactual over the same steps and some more.
    pub beside: Vec<Reading>,
}

impl Autopsy {
    /// The counterfactual that proves the cause.
    pub fn proven(&self) -> Option<&Tried> {
        self.proof.map(|k| &self.tried[k])
    }
}

/// Examines a run over `steps` steps at once. `file` is the data file of the settings.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn examine(settings: &Settings, file: Option<&[u8]>, steps: u64) -> Result<Autopsy, String> {
    let mut examination = Examination::new(settings, file, steps)?;
    while !examination.advance(u64::MAX)? {}
    Ok(examination.autopsy())
}

#[cfg(test)]
mod tests;
