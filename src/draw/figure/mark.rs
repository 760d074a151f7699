//! What is drawn over the axes of a figure.

use super::Ink;
use serde::{Deserialize, Serialize};

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
