//! The axes of a figure.

use serde::{Deserialize, Serialize};

/// One axis: quantity, unit and range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What is measured, for example `gradient norm`.
    pub label: String,
    /// Its unit, for example `vol. points`; empty if it has none.
    pub unit: String,
    /// How values map to positions.
    pub scale: Scale,
    /// First and last value shown. Any values are allowed; [`crate::draw::paint`] makes them drawable.
    pub range: [f64; 2],
    /// Named ticks; if empty, the painter chooses round numbers.
    pub ticks: Vec<Tick>,
    /// What the whole numbers on it count.
    pub counts: Counts,
    /// The place of each counted number; empty if each stands at itself.
    pub places: Vec<f64>,
    /// For a vertical axis: whether a unit is as long as on the horizontal one, so that a circle stays a circle.
    pub alike: bool,
}

/// What the whole numbers on an axis count. Pointing at one highlights it in every view that counts the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    /// Nothing that other views share.
    #[default]
    Nothing,
    /// Steps of the run.
    Steps,
    /// Layers, starting at 0.
    Layers,
    /// Nothing: its places have names that say what they are.
    Named,
}

/// A tick with its own text, for example the name of a layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// Position on the axis.
    pub at: f64,
    /// Its text.
    pub label: String,
}

/// How values map to positions on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// Linear.
    Linear,
    /// Logarithmic, base 10. Values of zero and below are left out.
    Log10,
}

impl Axis {
    /// A linear axis over `range`, without a unit.
    pub fn linear(label: &str, range: [f64; 2]) -> Self {
        Self {
            label: label.into(),
            unit: String::new(),
            scale: Scale::Linear,
            range,
            ticks: Vec::new(),
            counts: Counts::Nothing,
            places: Vec::new(),
            alike: false,
        }
    }

    /// A logarithmic axis over `range`, without a unit.
    pub fn log10(label: &str, range: [f64; 2]) -> Self {
        Self { scale: Scale::Log10, ..Self::linear(label, range) }
    }

    /// The same axis, with whole numbers that count steps or layers.
    pub fn counting(mut self, counts: Counts) -> Self {
        self.counts = counts;
        self
    }

    /// The same axis, with the counted numbers at these places.
    pub fn at(mut self, places: Vec<f64>) -> Self {
        self.places = places;
        self
    }

    /// Label with unit.
    pub fn title(&self) -> String {
        match (self.label.is_empty(), self.unit.is_empty()) {
            (false, false) => format!("{} ({})", self.label, self.unit),
            (true, _) => self.unit.clone(),
            (_, true) => self.label.clone(),
        }
    }

    /// The same axis with a unit.
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = unit.into();
        self
    }
}
