//! What a chart is before it is painted: plain data, the same for canvas, SVG and PNG.
//!
//! A chart (`charts/`) is a pure function from a run's record to a [`Figure`]; [`super::paint`] alone knows how to
//! draw one. Figures travel from the worker to the page as bytes ([`Figure::to_bytes`]).

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

/// One axis: what is measured, in which unit, from where to where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What is measured, for example `gradient norm`.
    pub label: String,
    /// Its unit, for example `vol. points`; empty when it has none.
    pub unit: String,
    /// How values become lengths.
    pub scale: Scale,
    /// First and last value shown. May come in any state; [`super::paint`] makes it safe.
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

/// Shapes a series can take. Coordinates are in the units of the axes; non-finite ones are gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Mark {
    /// A line through the points in order.
    Line {
        /// Horizontal coordinates.
        x: Vec<f64>,
        /// Vertical coordinates, as many.
        y: Vec<f64>,
        /// Dash pattern.
        dash: Dash,
        /// Width in CSS pixels.
        width: f32,
    },
    /// Upright bars from the axis' lower end.
    Bars {
        /// Centres.
        x: Vec<f64>,
        /// Heights, as many.
        y: Vec<f64>,
        /// Width of a bar in units of the horizontal axis.
        width: f64,
        /// Filled, or only an outline.
        filled: bool,
    },
    /// Separate markers.
    Points {
        /// Horizontal coordinates.
        x: Vec<f64>,
        /// Vertical coordinates, as many.
        y: Vec<f64>,
        /// Marker.
        shape: Shape,
        /// Radius in CSS pixels.
        radius: f32,
    },
    /// A straight line across the whole chart at one height.
    Rule {
        /// Its height.
        at: f64,
        /// Dash pattern.
        dash: Dash,
        /// What is written on it.
        label: String,
    },
    /// An upright line across the whole chart at one horizontal place.
    Cursor {
        /// Its place.
        at: f64,
        /// What is written on it; may be empty.
        label: String,
    },
    /// A coloured grid (heat map, filled contours).
    Raster {
        /// Cells from left to right.
        columns: u32,
        /// Cells from bottom to top.
        rows: u32,
        /// Outer edges, left and right.
        x: [f64; 2],
        /// Outer edges, bottom and top.
        y: [f64; 2],
        /// `rows * columns` values, bottom row first, each from left to right; non-finite ones stay empty.
        values: Vec<f32>,
        /// Values of the palette's ends.
        range: [f32; 2],
        /// What is measured: title of the colour key, with its unit.
        label: String,
        /// Whether `values` and `range` are decimal logarithms, to be labelled as powers of ten.
        log10: bool,
    },
    /// Separate markers, each in the colour of its value, on the same palette as a raster's.
    Dots {
        /// Horizontal coordinates.
        x: Vec<f64>,
        /// Vertical coordinates, as many.
        y: Vec<f64>,
        /// Values, as many.
        values: Vec<f32>,
        /// Values of the palette's ends.
        range: [f32; 2],
        /// Marker.
        shape: Shape,
        /// Radius in CSS pixels.
        radius: f32,
    },
    /// A grid of cells, each in the ink of what has the largest share there, the stronger the larger the share.
    Regions {
        /// Cells from left to right.
        columns: u32,
        /// Cells from bottom to top.
        rows: u32,
        /// Outer edges, left and right.
        x: [f64; 2],
        /// Outer edges, bottom and top.
        y: [f64; 2],
        /// What the shares are of.
        inks: Vec<Ink>,
        /// `inks.len() * rows * columns` shares, 0 to 255, ink by ink, bottom row first.
        shares: Vec<u8>,
    },
    /// Lines of equal value over a grid of points.
    Contours {
        /// Points from left to right.
        columns: u32,
        /// Points from bottom to top.
        rows: u32,
        /// First and last column's place.
        x: [f64; 2],
        /// First and last row's place.
        y: [f64; 2],
        /// `rows * columns` values, as in a raster.
        values: Vec<f32>,
        /// Values at which lines are drawn.
        levels: Vec<f32>,
    },
}

/// Dash pattern of a line, so that colour is never the only difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
}

/// Marker of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Filled circle.
    Disc,
    /// Circle.
    Ring,
    /// Diagonal cross.
    Cross,
    /// Filled square.
    Square,
    /// Filled triangle.
    Triangle,
    /// Filled square on its corner.
    Diamond,
    /// Square.
    HollowSquare,
    /// Triangle.
    HollowTriangle,
    /// Square on its corner.
    HollowDiamond,
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

    /// With a unit.
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = unit.into();
        self
    }
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
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a figure is plain data")
    }

    /// A figure from [`Figure::to_bytes`]'s bytes; `None` when they are not a figure.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}
