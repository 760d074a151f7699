//! A figure in numbers: its values at the place the user points at, and all of its values as tables. Both come from the
//! data that the picture is drawn from, so every new chart has them automatically.

pub mod graph;
mod places;
mod reading;
mod table;
mod told;

pub use reading::reading;
pub use table::tables;
pub use told::{Place, Reading, Table, Value};

use super::figure::{Axis, Counts, Figure, Series, Side};
use super::ticks;
use crate::texts::numbers::not_finite;

/// Significant digits of a value.
const DIGITS: usize = 4;
/// Digits of a step or layer number: all of them.
const WHOLE: usize = 15;

/// A value as text; non-finite values are named.
fn value(value: f64) -> String {
    if value.is_finite() { ticks::number(value, DIGITS) } else { not_finite().into() }
}

/// A position on an axis as text: the name of its tick if it has one, else the number.
fn place(axis: &Axis, at: f64) -> String {
    let named = axis.ticks.iter().find(|tick| tick.at == at);
    let digits = if axis.counts == Counts::Nothing { DIGITS } else { WHOLE };
    named.map_or_else(|| ticks::number(at, digits), |tick| tick.label.clone())
}

/// The vertical axis of a series.
fn vertical_axis<'a>(figure: &'a Figure, series: &Series) -> &'a Axis {
    match (series.side, &figure.right) {
        (Side::Right, Some(right)) => right,
        _ => &figure.y,
    }
}

/// The name of a series, or the quantity on its axis if it has none.
fn name(figure: &Figure, series: &Series) -> String {
    if series.name.is_empty() { vertical_axis(figure, series).title() } else { series.name.clone() }
}

/// The place nearest to `at` among places in order, with the name that it has, and its index.
fn vertical(places: &[f64], at: f64, name: impl Fn(f64) -> String) -> (Place, usize) {
    let k = places::nearest(places, at).unwrap_or(0);
    let at = places[k];
    let place = Place {
        at,
        name: name(at),
        span: [at; 2],
        before: places[k.saturating_sub(1)],
        after: places[(k + 1).min(places.len() - 1)],
        ends: [places[0], places[places.len() - 1]],
        counted: None,
    };
    (place, k)
}
