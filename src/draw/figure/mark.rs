//! What is drawn over the axes of a figure.

use super::{Graph, Ink};
use serde::{Deserialize, Serialize};

/// Shapes of a series. Coordinates are in axis units; non-finite ones leave a gap.
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
    /// Vertical bars from the lower end of the axis.
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
    /// The area between two lines, pale.
    Band {
        /// Horizontal coordinates.
        x: Vec<f64>,
        /// Lower ends, as many.
        low: Vec<f64>,
        /// Upper ends, as many.
        high: Vec<f64>,
    },
    /// Individual markers.
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
    /// A horizontal line across the whole chart.
    Rule {
        /// Its vertical coordinate.
        at: f64,
        /// Dash pattern.
        dash: Dash,
        /// Its text.
        label: String,
    },
    /// A vertical line across the whole chart.
    Cursor {
        /// Its horizontal coordinate.
        at: f64,
        /// Its text; may be empty.
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
        /// `rows * columns` values, bottom row first, each from left to right; non-finite cells stay empty.
        values: Vec<f32>,
        /// Values at the two ends of the palette.
        range: [f32; 2],
        /// Title of the colour key, with the unit.
        label: String,
        /// Whether `values` and `range` are decimal logarithms, which the key shows as powers of ten.
        log10: bool,
    },
    /// Individual markers, each coloured by its value with the palette of the raster.
    Dots {
        /// Horizontal coordinates.
        x: Vec<f64>,
        /// Vertical coordinates, as many.
        y: Vec<f64>,
        /// Values, as many.
        values: Vec<f32>,
        /// Values at the two ends of the palette.
        range: [f32; 2],
        /// Marker.
        shape: Shape,
        /// Radius in CSS pixels.
        radius: f32,
    },
    /// A grid of cells, each in the ink with the largest share there; the larger the share, the stronger the colour.
    Regions {
        /// Cells from left to right.
        columns: u32,
        /// Cells from bottom to top.
        rows: u32,
        /// Outer edges, left and right.
        x: [f64; 2],
        /// Outer edges, bottom and top.
        y: [f64; 2],
        /// The ink of each kind of share.
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
        /// Horizontal coordinates of the first and the last column.
        x: [f64; 2],
        /// Vertical coordinates of the first and the last row.
        y: [f64; 2],
        /// `rows * columns` values, in the order of a raster.
        values: Vec<f32>,
        /// The values to draw lines at.
        levels: Vec<f32>,
    },
    /// A network. It takes the place of the axes.
    Network(Box<Graph>),
}

/// Dash pattern of a line, so that lines never differ by colour alone.
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
