//! Vertical bars from the lower end of the axis.

use super::pen::{Bounds, Ink, Painted, Pen};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::Side;

/// Draws bars that are `width` wide (in axis units), centred at each of `x`.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (x, y): (&[f64], &[f64]),
    (width, filled): (f64, bool),
    ink: Ink,
) -> Painted<DB> {
    // More bars than pixels cannot be seen and only cost time.
    let step = x.len().min(y.len()).div_ceil(4096).max(1);
    for (&x, &y) in x.iter().zip(y).step_by(step) {
        if let Some(bar) = bar(plot, side, (x, y), width) {
            pen.rectangle(bar, ink, filled)?;
        }
    }
    Ok(())
}

fn bar(plot: &Plot, side: Side, (x, y): (f64, f64), width: f64) -> Option<Bounds> {
    let b = plot.bounds;
    let half = if width.is_finite() { width.abs() / 2.0 } else { 0.0 };
    let (from, to) = (plot.across(x - half), plot.across(x + half));
    // A bar without width, or with an edge that a logarithmic axis cannot show, still appears as a stroke.
    let (from, to) = if to - from >= 1.0 { (from, to) } else { (plot.across(x) - 0.5, plot.across(x) + 0.5) };
    let (left, right) = (from.max(b.left), to.min(b.right()));
    // `max` would take a NaN for the upper edge.
    let height = plot.up(side, y);
    let top = if height < b.top { b.top } else { height };
    let seen = from.is_finite() && to.is_finite() && left < right && top < b.bottom();
    seen.then(|| Bounds { left, top, width: right - left, height: b.bottom() - top })
}
