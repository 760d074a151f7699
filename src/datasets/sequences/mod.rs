//! Sequence tasks, one file each.

mod recall;

use super::score::Score;
use super::{NOISE, POINTS, Targets};
use crate::registry::family;

/// Examples for a recurrent network.
#[derive(Clone, Debug)]
pub struct SequenceData {
    /// Sequences.
    pub rows: usize,
    /// x_1 … x_T, each [features, rows].
    pub inputs: Vec<Vec<f64>>,
    /// What the loss compares with where it reads, each [target rows, rows].
    pub targets: Vec<Vec<f64>>,
    /// The same as what is asked for at the last step, for the score.
    pub asked: Targets,
}

impl SequenceData {
    /// A fresh count of how well last outputs fit.
    pub fn score(&self) -> Score<'_> {
        Score::new(&self.asked, self.rows)
    }
}

/// A task on sequences: two classes, asked for at the last step.
pub trait SequenceTask {
    /// The sequences.
    fn draw(&self, seed: u64) -> SequenceData;
}

family! { ($)
    /// The sequence task chosen by the settings.
    pub enum AnySequence: "scenario" as each_sequence {
        recall::Recall,
    }
}

impl AnySequence {
    /// [`SequenceTask::draw`].
    pub fn draw(&self, seed: u64) -> SequenceData {
        each_sequence!(self, task => task.draw(seed))
    }
}
