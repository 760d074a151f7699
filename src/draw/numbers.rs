//! What a figure says in numbers: its values at a place that is pointed at, and all of it as tables. Both come from the
//! same plain data as the picture, so that a new chart has them by itself.

mod places;
mod reading;
mod table;

pub use reading::{Place, Reading, Value, reading};
pub use table::{Table, tables};

use super::figure::{Axis, Counts, Figure, Series, Side};
use super::ticks;
use crate::texts::numbers::not_finite;

/// Significant digits of a value.
const DIGITS: usize = 4;
/// Digits of a number of steps or layers: all of them.
const WHOLE: usize = 15;

/// A value as it is read; what is not finite says so.
fn value(value: f64) -> String {
    if value.is_finite() { ticks::number(value, DIGITS) } else { not_finite().into() }
}

/// A place on an axis: its tick's name where it has one, else the number.
fn place(axis: &Axis, at: f64) -> String {
    let named = axis.ticks.iter().find(|tick| tick.at == at);
    let digits = if axis.counts == Counts::Nothing { DIGITS } else { WHOLE };
    named.map_or_else(|| ticks::number(at, digits), |tick| tick.label.clone())
}

/// The vertical axis of a series.
fn upright<'a>(figure: &'a Figure, series: &Series) -> &'a Axis {
    match (series.side, &figure.right) {
        (Side::Right, Some(right)) => right,
        _ => &figure.y,
    }
}

/// What a series is called: its name, else what its axis measures.
fn name(figure: &Figure, series: &Series) -> String {
    if series.name.is_empty() { upright(figure, series).title() } else { series.name.clone() }
}
