//! Data sets, one file each: generated ones, and real ones from a file.

mod blobs;
mod breast_cancer;
mod checkerboard;
mod circles;
mod dax_vol_surface;
mod diabetes;
mod digits;
mod iris;
pub mod market;
mod measured;
mod moons;
pub mod option_price;
pub mod own_csv;
mod plane;
pub mod quotes;
pub mod score;
pub mod sequences;
mod sine;
mod spiral;
mod split;
pub mod table;
mod wine;
mod xor;

pub use split::{Fold, Outline, TEST_SHARE};

use crate::losses::{AnyLoss, Task};
use crate::registry::keys::SCENARIO;
use crate::registry::{Default, Key, Param, Range, family};
use score::Score;

/// Examples for a feed-forward network.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Number of examples.
    pub rows: usize,
    /// [features, rows], standardised where the source has units.
    pub inputs: Vec<f64>,
    /// The targets.
    pub targets: Targets,
    /// Names and scales for display.
    pub names: Names,
    /// Whether rows are in order of time, so that the test set must be the last ones.
    pub in_time: bool,
}

/// Names and scales for display; empty if unknown.
#[derive(Clone, Debug, PartialEq, std::default::Default)]
pub struct Names {
    /// One for each feature.
    pub features: Vec<Feature>,
    /// One for each class.
    pub classes: Vec<String>,
    /// The targets.
    pub target: String,
    /// The value of a target of 0 in the problem's own unit; see [`Targets::Values`] for the scale.
    pub target_mean: f64,
}

/// An input as it was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its name, with its unit in brackets.
    pub name: String,
    /// The value of an input of 0.
    pub mean: f64,
    /// The scale of the input.
    pub std: f64,
}

/// The targets of a network.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// A class for every row.
    Classes {
        /// Number of classes.
        count: usize,
        /// The class of every row.
        of: Vec<usize>,
    },
    /// Numbers, [outputs, rows].
    Values {
        /// The numbers, standardised.
        values: Vec<f64>,
        /// Their scale in the problem's own unit.
        scale: f64,
        /// The problem's own unit.
        unit: &'static str,
    },
}

/// A data set.
pub trait Dataset {
    /// Its file; `None` if it is generated.
    const FILE: Option<File> = None;

    /// Whether it has one or two inputs, so that predictions can be drawn over them.
    const PLOTTABLE: bool = false;

    /// The examples.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    fn load(&self, seed: u64, file: Option<&[u8]>) -> Result<Data, String>;

    /// The same, with means and deviations estimated from the rows `by` alone.
    ///
    /// # Errors
    ///
    /// Those of [`Dataset::load`].
    fn load_by(&self, seed: u64, file: Option<&[u8]>, by: &[usize]) -> Result<Data, String> {
        Ok(self.load(seed, file)?.standardised_by(by))
    }
}

/// A file of real data. The page fetches it; native builds embed it.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its path relative to the page.
    pub path: &'static str,
    /// Its content.
    #[cfg(not(target_arch = "wasm32"))]
    pub bytes: &'static [u8],
}

/// The [`File`] of a name in `data/`.
macro_rules! file {
    ($name:literal) => {
        $crate::datasets::File {
            path: concat!("data/", $name),
            #[cfg(not(target_arch = "wasm32"))]
            bytes: include_bytes!(concat!("../../data/", $name)),
        }
    };
}
use file;

family! { ($)
    /// The data set chosen by the settings.
    pub enum AnyDataset: SCENARIO as each_dataset {
        plane::Plane,
        sine::Sine,
        blobs::Blobs,
        xor::Xor,
        circles::Circles,
        moons::Moons,
        checkerboard::Checkerboard,
        spiral::Spiral,
        iris::Iris,
        wine::Wine,
        breast_cancer::BreastCancer,
        diabetes::Diabetes,
        digits::Digits,
        dax_vol_surface::DaxVolSurface,
        own_csv::OwnCsv,
    }
}

impl AnyDataset {
    /// [`Dataset::load`].
    ///
    /// # Errors
    ///
    /// Those of [`Dataset::load`].
    pub fn load(&self, seed: u64, file: Option<&[u8]>) -> Result<Data, String> {
        each_dataset!(self, set => set.load(seed, file))
    }

    /// [`Dataset::load_by`].
    ///
    /// # Errors
    ///
    /// Those of [`Dataset::load`].
    pub fn load_by(&self, seed: u64, file: Option<&[u8]>, by: &[usize]) -> Result<Data, String> {
        each_dataset!(self, set => set.load_by(seed, file, by))
    }

    /// [`Dataset::PLOTTABLE`].
    pub fn is_plottable(&self) -> bool {
        fn plottable<D: Dataset>(_: &D) -> bool {
            D::PLOTTABLE
        }
        each_dataset!(self, set => plottable(set))
    }

    /// [`Dataset::FILE`].
    pub fn file(&self) -> Option<File> {
        fn file<D: Dataset>(_: &D) -> Option<File> {
            D::FILE
        }
        each_dataset!(self, set => file(set))
    }
}

impl Targets {
    /// The kind of task.
    pub fn task(&self) -> Task {
        match self {
            Targets::Classes { count: 2, .. } => Task::TwoClasses,
            Targets::Classes { .. } => Task::Classes,
            Targets::Values { .. } => Task::Regression,
        }
    }

    /// Number of outputs that a network needs for a loss, if these are the targets of `rows` rows.
    pub fn outputs(&self, loss: &AnyLoss, rows: usize) -> usize {
        match self {
            Targets::Classes { count: 2, .. } if !loss.takes_classes() => 1,
            Targets::Classes { count, .. } => *count,
            Targets::Values { values, .. } => values.len() / rows,
        }
    }

    /// The targets as a loss needs them. Classes become indices in one row for cross-entropy, 0 and 1 for binary
    /// cross-entropy, and −1 and 1 for other losses, so that the sign gives the class. Numbers stay, except
    /// for a loss of classes.
    pub fn encoded(&self, loss: &AnyLoss, outputs: usize) -> Vec<f64> {
        match self {
            // Numbers are no classes. The nearest class of which there is an output, so that every index is one.
            Targets::Values { values, .. } if loss.takes_classes() => {
                values.iter().map(|value| value.clamp(0.0, outputs as f64 - 1.0).floor()).collect()
            }
            Targets::Values { values, .. } => values.clone(),
            Targets::Classes { of, .. } if loss.takes_classes() => of.iter().map(|class| *class as f64).collect(),
            Targets::Classes { of, .. } => {
                let no = if matches!(loss, AnyLoss::Bce(_)) { 0.0 } else { -1.0 };
                let wanted = |k: usize, class: usize| if outputs == 1 { class == 1 } else { class == k };
                (0..outputs).flat_map(|k| of.iter().map(move |c| if wanted(k, *c) { 1.0 } else { no })).collect()
            }
        }
    }
}

impl Data {
    /// Examples without names.
    pub fn new(rows: usize, inputs: Vec<f64>, targets: Targets) -> Self {
        Self { rows, inputs, targets, names: Names::default(), in_time: false }
    }

    /// Features of an example.
    pub fn features(&self) -> usize {
        self.inputs.len() / self.rows
    }

    /// The targets.
    pub fn task(&self) -> Task {
        self.targets.task()
    }

    /// Number of outputs that a network needs for a loss.
    pub fn outputs(&self, loss: &AnyLoss) -> usize {
        self.targets.outputs(loss, self.rows)
    }

    /// The targets as a loss needs them, see [`Targets::encoded`].
    pub fn targets_for(&self, loss: &AnyLoss, outputs: usize) -> Vec<f64> {
        self.targets.encoded(loss, outputs)
    }

    /// An empty score against these targets.
    pub fn score(&self) -> Score<'_> {
        Score::new(&self.targets, self.rows)
    }
}

/// Examples in a generated set.
pub const POINTS: Key<u64> = Key::new(Param {
    key: "points",
    label: "Points",
    help: "Number of generated examples.",
    default: Default::Value(256.0),
    range: Range::Integer(2, 50_000),
    ..Param::BASE
});

/// Noise of a generated set.
const NOISE: Key<f64> = Key::new(Param {
    key: "noise",
    label: "Noise",
    help: "Size of the normal noise added to the generated data.",
    default: Default::Value(0.0),
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
});

/// Defaults of small sets of measurements: a network that fits them, and a quarter as test set.
const MEASURED: &[(&str, &str)] = &[
    ("test_share", "0.25"),
    ("hidden_layers", "1"),
    ("width", "16"),
    ("activation", "tanh"),
    ("optimizer", "adam"),
    ("lr", "0.01"),
];

/// Points in the plane with classes.
fn classified_points(points: impl Iterator<Item = [f64; 2]>, of: Vec<usize>, count: usize) -> Data {
    let (mut x, y): (Vec<f64>, Vec<f64>) = points.map(|[x, y]| (x, y)).unzip();
    x.extend(y);
    Data::new(of.len(), x, Targets::Classes { count, of })
}

/// Inputs with targets `heights`, which are standardised.
fn regression_points(inputs: Vec<f64>, mut heights: Vec<f64>) -> Data {
    let (mean, scale) = standardise(&mut heights);
    let rows = heights.len();
    let mut data = Data::new(rows, inputs, Targets::Values { values: heights, scale, unit: "" });
    data.names.target_mean = mean;
    data
}

/// The same, with mean and deviation of some rows.
fn standardise_by(values: &mut [f64], rows: &[usize]) -> (f64, f64) {
    let mut known: Vec<f64> = rows.iter().map(|row| values[*row]).collect();
    let (mean, std) = standardise(&mut known);
    for value in values {
        *value = (*value - mean) / std;
    }
    (mean, std)
}

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

#[cfg(test)]
mod tests;
