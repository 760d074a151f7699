//! What is told of a figure, as plain data: a reading at one position, and a table.

use serde::Serialize;

/// What a figure shows at one position.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reading {
    /// The position on the horizontal axis, if one was asked for and the figure has any.
    pub x: Option<Place>,
    /// The position on the vertical axis, likewise.
    pub y: Option<Place>,
    /// The values there, in the order of the series.
    pub values: Vec<Value>,
    /// Lines that are pointed at, in axis units: x and y of both ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<[f64; 4]>,
}

/// A position on an axis that has values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Its coordinate.
    pub at: f64,
    /// Its name.
    pub name: String,
    /// The stretch of the axis that it covers.
    pub span: [f64; 2],
    /// The previous position; the same one if it is the first.
    pub before: f64,
    /// The next position; the same one if it is the last.
    pub after: f64,
    /// The first and the last position on the axis.
    pub ends: [f64; 2],
    /// What it counts for in other views, if that is not its coordinate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<f64>,
}

/// A named value as text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Value {
    /// Its name.
    pub name: String,
    /// The value, with its unit.
    pub value: String,
}

/// A table with a header row and a header column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// Its title, when a figure has several tables.
    pub name: String,
    /// Column headers; the first one is above the row headers.
    pub head: Vec<String>,
    /// The rows, each with as many cells as there are column headers.
    pub rows: Vec<Vec<String>>,
    /// Number of rows before thinning.
    pub all: usize,
}

/// The value of a cell in a coloured grid.
pub fn cell_value(value: f32, log10: bool) -> f64 {
    if log10 { libm::exp10(f64::from(value)) } else { f64::from(value) }
}

/// At most about `most` indices below `count`, evenly spaced, with the last one included.
pub fn thinned(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let stride = count.div_ceil(most.max(2)).max(1);
    (0..count).filter(move |k| k.is_multiple_of(stride) || k + 1 == count)
}
