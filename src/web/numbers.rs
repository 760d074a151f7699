//! A figure in numbers, for readings and tables.

use crate::draw::figure::Figure;
use crate::draw::numbers;
use wasm_bindgen::prelude::wasm_bindgen;

/// The values of a figure (the bytes of [`Figure::to_bytes`]) at a position in axis units; NaN leaves an axis open.
/// JSON `{x: {at, name, span, before, after, ends} | null, y, values: [{name, value}]}`.
#[wasm_bindgen]
pub fn reading(figure: &[u8], x: f64, y: f64) -> String {
    let read = Figure::from_bytes(figure).map(|figure| numbers::reading(&figure, Some(x), Some(y)));
    serde_json::to_string(&read.unwrap_or_default()).unwrap_or_default()
}

/// A figure as tables of about `rows` rows each: JSON `[{name, head, rows, all}]`.
#[wasm_bindgen]
pub fn tables(figure: &[u8], rows: usize) -> String {
    let tables = Figure::from_bytes(figure).map(|figure| numbers::tables(&figure, rows));
    serde_json::to_string(&tables.unwrap_or_default()).unwrap_or_default()
}
