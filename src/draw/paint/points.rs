//! Separate markers.

use super::pen::{Bounds, Ink, Painted, Pen, Px};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Shape, Side};

/// Draws a marker at each point within the plot.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (x, y): (&[f64], &[f64]),
    (shape, radius): (Shape, f64),
    ink: Ink,
) -> Painted<DB> {
    let step = x.len().min(y.len()).div_ceil(20_000).max(1);
    for (&x, &y) in x.iter().zip(y).step_by(step) {
        let centre = plot.at(side, x, y);
        if !plot.shows(centre) {
            continue;
        }
        if plot.casing {
            let edge = Ink { width: ink.width + 2.5, ..Ink::of(pen.theme.background, 0.0) };
            marker(pen, centre, shape, if filled(shape) { radius + 1.5 } else { radius }, edge)?;
        }
        marker(pen, centre, shape, radius, ink)?;
    }
    Ok(())
}

/// One marker.
pub fn marker<DB: Canvas>(pen: &Pen<DB>, (x, y): Px, shape: Shape, radius: f64, ink: Ink) -> Painted<DB> {
    let r = if radius.is_finite() { radius.clamp(0.5, 50.0) } else { 3.0 };
    match shape {
        Shape::Disc => pen.circle((x, y), r, ink, true),
        Shape::Ring => pen.circle((x, y), r, ink, false),
        Shape::Cross => {
            let arms = [vec![(x - r, y - r), (x + r, y + r)], vec![(x - r, y + r), (x + r, y - r)]];
            pen.strokes(&arms, Dash::Solid, ink)
        }
        Shape::Square => pen.rectangle(Bounds { left: x - r, top: y - r, width: 2.0 * r, height: 2.0 * r }, ink, true),
        Shape::Triangle => pen.polygon(&[(x, y - 1.15 * r), (x + r, y + 0.75 * r), (x - r, y + 0.75 * r)], ink),
    }
}

fn filled(shape: Shape) -> bool {
    matches!(shape, Shape::Disc | Shape::Square | Shape::Triangle)
}
