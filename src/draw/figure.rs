//! What a chart is before it is painted: plain data, the same for canvas, SVG and PNG.
//!
//! A chart (`charts/`) is a pure function from a run's record to a [`Figure`]; [`super::paint`] alone knows how to
//! draw one. Figures travel from the worker to the page as bytes ([`Figure::to_bytes`]).

mod axis;
mod mark;

pub use axis::{Axis, Counts, Scale, Tick};
pub use mark::{Dash, Mark, Shape};

use serde::{Deserialize, Serialize};

/// A chart, ready to be painted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The chart's id in the registry.
    pub id: String,
    /// Title, a few words.
    pub title: String,
    /// Horizontal axis.
    pub x: Axis,
    /// Left vertical axis.
    pub y: Axis,
    /// Right vertical axis, for series whose [`Series::side`] is [`Side::Right`].
    pub right: Option<Axis>,
    /// What is drawn, first one lowest.
    pub series: Vec<Series>,
    /// Why there is nothing to draw; shown in place of the series.
    pub empty: Option<String>,
    /// The chart in a sentence or two, computed from the run: the text alternative.
    pub summary: String,
}

/// The vertical axis that a series belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// [`Figure::y`].
    Left,
    /// [`Figure::right`].
    Right,
}

/// What a colour stands for; the painter's theme gives it its value, light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ink {
    /// The k-th of the Okabe-Ito colours.
    Series(u8),
    /// Text and frame colour.
    Text,
    /// Grid and other quiet things.
    Quiet,
    /// The clip threshold.
    Threshold,
    /// Something that has gone wrong: a divergence.
    Alarm,
}

/// A named thing drawn in one ink.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Name in the legend; empty keeps it out of the legend.
    pub name: String,
    /// Colour.
    pub ink: Ink,
    /// Which vertical axis.
    pub side: Side,
    /// Shape and numbers.
    pub mark: Mark,
}

impl Figure {
    /// A figure that has nothing to draw and says why.
    pub fn nothing(id: &str, title: &str, why: &str) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            x: Axis::linear("", [0.0, 1.0]),
            y: Axis::linear("", [0.0, 1.0]),
            right: None,
            series: Vec::new(),
            empty: Some(why.into()),
            summary: why.into(),
        }
    }

    /// The figure as bytes, to be sent from the worker to the page.
    #[expect(clippy::missing_panics_doc, reason = "plain data can always be written")]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a figure is plain data")
    }

    /// A figure from [`Figure::to_bytes`]'s bytes; `None` when they are not a figure.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}
