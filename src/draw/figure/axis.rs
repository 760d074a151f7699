//! The axes of a figure.

use serde::{Deserialize, Serialize};

/// One axis: what is measured, in which unit, from where to where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What is measured, for example `gradient norm`.
    pub label: String,
    /// Its unit, for example `vol. points`; empty when it has none.
    pub unit: String,
    /// How values become lengths.
    pub scale: Scale,
    /// First and last value shown. May come in any state; [`crate::draw::paint`] makes it safe.
    pub range: [f64; 2],
    /// Named ticks; none means that the painter chooses round numbers.
    pub ticks: Vec<Tick>,
    /// What its whole numbers count.
    pub counts: Counts,
}

/// What the whole numbers of an axis count: pointing at one in a view marks it in every other that counts the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    /// Nothing that other views know.
    #[default]
    Nothing,
    /// Steps of the run.
    Steps,
    /// Layers, the first is 0.
    Layers,
}

/// A tick with its own text, for example a layer's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// Where on the axis.
    pub at: f64,
    /// What is written there.
    pub label: String,
}

/// How values become lengths on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// Proportional.
    Linear,
    /// By the decimal logarithm; values of zero and below cannot be shown and are left out.
    Log10,
}

impl Axis {
    /// An axis without unit, proportional, over `range`.
    pub fn linear(label: &str, range: [f64; 2]) -> Self {
        Self {
            label: label.into(),
            unit: String::new(),
            scale: Scale::Linear,
            range,
            ticks: Vec::new(),
            counts: Counts::Nothing,
        }
    }

    /// The same by powers of ten.
    pub fn log10(label: &str, range: [f64; 2]) -> Self {
        Self { scale: Scale::Log10, ..Self::linear(label, range) }
    }

    /// Whose whole numbers are steps or layers.
    pub fn counting(mut self, counts: Counts) -> Self {
        self.counts = counts;
        self
    }

    /// What is measured, with its unit.
    pub fn title(&self) -> String {
        match (self.label.is_empty(), self.unit.is_empty()) {
            (false, false) => format!("{} ({})", self.label, self.unit),
            (true, _) => self.unit.clone(),
            (_, true) => self.label.clone(),
        }
    }

    /// With a unit.
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = unit.into();
        self
    }
}
