//! The causes that an autopsy considers, one file each: when a cause is possible, and which changes would prove it.
//!
//! The size of a change is counted in doublings, so that changes of different kinds can be compared: a learning rate of a
//! quarter has size 2, and so have weights of a quarter of their length. Of all changes that keep the run near, the
//! smallest one names the cause.

mod change;
mod format;
mod rate;
mod recurrence;
mod spike;
mod start;

pub use change::AT;
pub use rate::{HALVED, halvings};

use super::{Event, Growth, Reading, Trigger};
use crate::clips::CLIP;
use crate::registry::Settings;
use serde::{Deserialize, Serialize};

/// Why a run was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The number format: in a wider one the same run stays finite. Its size is 0, because no rule is changed.
    NumberFormat,
    /// One batch or example: cutting its gradient to the size of the others' is enough. The size is the mean over the
    /// steps up to the event of the doublings that the clip takes away.
    DataSpike,
    /// The recurrent weights: the product over the time steps grows. The size is that of [`Self::Start`], over all
    /// parameters.
    Recurrence,
    /// The weights at the start. The size is the doublings between the lengths of the two starts, and at least a tenth.
    Start,
    /// The learning rate is too high for the curvature. The size is the number of halvings. Where it is too high at one
    /// place only, a clip proves it; its size is counted as for [`Self::DataSpike`].
    LearningRate,
    /// A live change: without it, the run goes on. Its size is small, because nothing else is changed.
    LiveChange,
    /// A step led to a point at which the function has no value. Shorter steps prove it, with the same sizes as for
    /// [`Self::LearningRate`].
    Domain,
    /// The function falls without end. Nothing is to be proven.
    Unbounded,
}

/// What is known of the run when its causes are considered.
pub struct Scene<'a> {
    /// The settings of the run.
    pub settings: &'a Settings,
    /// What happened.
    pub event: &'a Event,
    /// What grew before that.
    pub growth: Option<&'a Growth>,
    /// What set it off.
    pub trigger: Option<&'a Trigger>,
    /// Whether a step led to a point at which a function has no value.
    pub leaves_domain: bool,
}

/// A counterfactual to try: its cause, the changes, and the settings with them.
pub type Candidate = (Cause, Vec<(String, String)>, Settings);

/// The counterfactuals to try, in order. Of those of one cause, the smallest change comes first, and the first that holds
/// ends the search.
pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    let all = [
        change::candidates(scene),
        format::candidates(scene),
        spike::candidates(scene),
        recurrence::candidates(scene),
        start::candidates(scene),
        rate::candidates(scene),
    ];
    all.into_iter().flatten().collect()
}

impl Cause {
    /// The size of a change that gave these readings, for a run whose first reading is `first`.
    pub fn size(self, changes: &[(String, String)], readings: &[Reading], first: &Reading, event: u64) -> f64 {
        match self {
            Self::NumberFormat | Self::Unbounded => 0.0,
            Self::LiveChange => change::SIZE,
            Self::DataSpike => clipped_away(readings, event),
            Self::LearningRate | Self::Domain if changes.iter().any(|(key, _)| key == CLIP.id()) => {
                clipped_away(readings, event)
            }
            Self::Recurrence | Self::Start => {
                let ratio = readings[0].parameters / first.parameters;
                libm::log2(ratio).abs().max(0.1)
            }
            Self::LearningRate | Self::Domain => rate::halvings(changes),
        }
    }
}

/// The mean over the steps up to the event of the doublings that a clip takes away from the gradient.
fn clipped_away(readings: &[Reading], event: u64) -> f64 {
    let until = readings.iter().take_while(|reading| reading.step <= event);
    let taken = until.clone().map(|reading| libm::log2(reading.gradient / reading.clipped));
    taken.filter(|doublings| doublings.is_finite()).sum::<f64>() / until.count().max(1) as f64
}

/// The settings with some keys changed from the start on.
fn changed(scene: &Scene, cause: Cause, changes: &[(&str, &str)]) -> Candidate {
    let named = changes.iter().map(|(key, value)| ((*key).to_string(), (*value).to_string())).collect();
    (cause, named, scene.settings.with(changes))
}

/// A number as a setting writes it, with three significant digits.
fn written(number: f64) -> String {
    format!("{number:.2e}").parse::<f64>().unwrap_or(number).to_string()
}
