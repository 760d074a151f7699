//! A chart before it is painted: plain data, the same for canvas, SVG and PNG.
//!
//! A chart (`charts/`) is a pure function from the record of a run to a [`Figure`]; only [`super::paint`] knows how to
//! draw one. Figures travel from the worker to the page as bytes ([`Figure::to_bytes`]).

mod axis;
mod graph;
mod mark;

pub use axis::{Axis, Counts, Scale, Tick};
pub use graph::{Edges, Graph, GraphColumn, GraphLink, GraphRow, GraphUnit, UnitState};
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
    /// What is drawn, bottom first.
    pub series: Vec<Series>,
    /// Why there is nothing to draw; shown instead of the series.
    pub empty: Option<String>,
    /// The chart in a sentence or two, computed from the run. Serves as the text alternative.
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

/// The role of a colour; the theme turns it into a light or dark value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ink {
    /// The k-th of the Okabe-Ito colours.
    Series(u8),
    /// Text and frame colour.
    Text,
    /// Grid and other background elements.
    Quiet,
    /// The clip threshold.
    Threshold,
    /// Something went wrong: the run diverged.
    Alarm,
}

/// A named mark in one colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Name in the legend; a series without a name is not listed there.
    pub name: String,
    /// Colour.
    pub ink: Ink,
    /// Which vertical axis.
    pub side: Side,
    /// Shape and numbers.
    pub mark: Mark,
}

impl Figure {
    /// A figure with nothing to draw, which says why.
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

    /// A figure from the bytes of [`Figure::to_bytes`]; `None` if they are not a figure.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}
