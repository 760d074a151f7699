//! The lines of a calibration's file.

use super::Plan;
use super::folds::Span;
use crate::json;
use serde::{Deserialize, Serialize};

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Id of the clip.
    pub clip: String,
    /// Its threshold; `None` without a clip.
    pub threshold: Option<f64>,
    /// The fold, counted from 1.
    pub fold: usize,
    /// The seed.
    pub seed: u64,
    /// Loss over the training part after the last step; `None` if the run diverged.
    pub train_loss: Option<f64>,
    /// The same over the validation part.
    pub validation_loss: Option<f64>,
    /// Share of the steps whose gradient was clipped.
    pub clipped_share: f64,
    /// `finished` or `diverged`.
    pub status: String,
    /// The training part, from a row to before another.
    pub train: Span,
    /// The validation part.
    pub validation: Span,
}

impl Row {
    /// The row as a line of JSON.
    pub fn line(&self) -> String {
        json::text(self)
    }

    /// The row of the k-th run from its line; `None` if the line is not of that run.
    pub fn read(plan: &Plan, k: usize, line: &str) -> Option<Self> {
        if k >= plan.runs() {
            return None;
        }
        let row: Self = serde_json::from_str(line).ok()?;
        let (candidate, fold, seed) = plan.run(k);
        let is_of_run = (row.clip.as_str(), row.threshold) == (candidate.clip.id, candidate.threshold)
            && (row.fold, row.seed) == (fold + 1, seed)
            && (row.train, row.validation) == plan.spans[fold];
        is_of_run.then_some(row)
    }
}

/// The last line: what was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Last {
    /// The clip and its threshold.
    pub chosen: Chosen,
    /// The rule that chose it.
    pub rule: String,
    /// The lowest and the highest threshold that is as good; `None` upwards where no clip is as good, too.
    pub as_good: [Option<f64>; 2],
    /// Mean validation loss of the choice.
    pub validation_loss: Option<f64>,
    /// Its standard error over the folds.
    pub standard_error: Option<f64>,
    /// Mean test loss over the seeds, looked at once; `None` without a test part, or if a run diverged.
    pub test_loss: Option<f64>,
    /// What can be said of the choice.
    pub sentence: String,
}

/// A clip with its threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// Id of the clip.
    pub clip: String,
    /// Its threshold; `None` without a clip.
    pub threshold: Option<f64>,
}

impl Last {
    /// As a line of JSON.
    pub fn line(&self) -> String {
        json::text(self)
    }

    /// From its line; `None` if the line is another one.
    pub fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}
