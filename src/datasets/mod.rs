//! Data sets, one file each: generated ones, and real ones that are read from a file.

mod dax_vol_surface;
pub mod score;
pub mod sequences;
mod spiral;

use crate::losses::{AnyLoss, Task};
use crate::registry::{Default, Param, Range, family};
use score::Score;

/// Examples for a feed-forward network.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Examples.
    pub rows: usize,
    /// [features, rows], standardised where the source has units.
    pub inputs: Vec<f64>,
    /// What is asked for.
    pub targets: Targets,
}

/// What a network is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// A class for every row.
    Classes {
        /// How many there are.
        count: usize,
        /// The class of every row.
        of: Vec<usize>,
    },
    /// Numbers, [outputs, rows].
    Values {
        /// The numbers, standardised.
        values: Vec<f64>,
        /// What one unit of them is in the problem's own.
        scale: f64,
        /// The problem's own unit.
        unit: &'static str,
    },
}

/// A data set.
pub trait Dataset {
    /// File that it is read from, relative to the page; `None` for a generated one.
    const FILE: Option<&'static str> = None;

    /// The examples; an error says what is wrong with the file.
    fn load(&self, seed: u64, file: Option<&[u8]>) -> Result<Data, String>;
}

family! { ($)
    /// The data set chosen by the settings.
    pub enum AnyDataset: "scenario" as each_dataset {
        spiral::Spiral,
        dax_vol_surface::DaxVolSurface,
    }
}

impl AnyDataset {
    /// [`Dataset::load`].
    pub fn load(&self, seed: u64, file: Option<&[u8]>) -> Result<Data, String> {
        each_dataset!(self, set => set.load(seed, file))
    }

    /// [`Dataset::FILE`].
    pub fn file(&self) -> Option<&'static str> {
        fn file<D: Dataset>(_: &D) -> Option<&'static str> {
            D::FILE
        }
        each_dataset!(self, set => file(set))
    }
}

impl Data {
    /// Features of an example.
    pub fn features(&self) -> usize {
        self.inputs.len() / self.rows
    }

    /// What is asked for.
    pub fn task(&self) -> Task {
        match self.targets {
            Targets::Classes { count: 2, .. } => Task::TwoClasses,
            Targets::Classes { .. } => Task::Classes,
            Targets::Values { .. } => Task::Regression,
        }
    }

    /// Outputs that a network needs for a loss.
    pub fn outputs(&self, loss: &AnyLoss) -> usize {
        match &self.targets {
            Targets::Classes { count: 2, .. } if !loss.takes_classes() => 1,
            Targets::Classes { count, .. } => *count,
            Targets::Values { values, .. } => values.len() / self.rows,
        }
    }

    /// Targets as a loss takes them: class indices in one row for cross-entropy, 0 and 1 for binary cross-entropy,
    /// −1 and 1 for the others, so that the sign tells the class; numbers as they are.
    pub fn targets_for(&self, loss: &AnyLoss, outputs: usize) -> Vec<f64> {
        match &self.targets {
            Targets::Values { values, .. } => values.clone(),
            Targets::Classes { of, .. } if loss.takes_classes() => of.iter().map(|class| *class as f64).collect(),
            Targets::Classes { of, .. } => {
                let no = if matches!(loss, AnyLoss::Bce(_)) { 0.0 } else { -1.0 };
                let wanted = |k: usize, class: usize| if outputs == 1 { class == 1 } else { class == k };
                (0..outputs).flat_map(|k| of.iter().map(move |c| if wanted(k, *c) { 1.0 } else { no })).collect()
            }
        }
    }

    /// A fresh count of how well outputs fit.
    pub fn score(&self) -> Score<'_> {
        Score::new(&self.targets, self.rows)
    }
}

/// Examples in a generated set.
const POINTS: Param = Param {
    key: "points",
    label: "Points",
    help: "Examples in the generated data.",
    default: Default::Value(256.0),
    range: Range::Integer(2, 50_000),
    ..Param::BASE
};

/// Noise of a generated set.
const NOISE: Param = Param {
    key: "noise",
    label: "Noise",
    help: "Spread of the disturbance added to the generated inputs.",
    default: Default::Value(0.0),
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
};

/// Subtracts the mean and divides by the standard deviation (of the population); returns both.
fn standardise(values: &mut [f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    let std = if variance > 0.0 { variance.sqrt() } else { 1.0 };
    for value in values {
        *value = (*value - mean) / std;
    }
    (mean, std)
}
