//! Separate markers.

use super::pen::{Bounds, Ink, Painted, Pen, Px};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Shape, Side};
use crate::draw::viridis::viridis;

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
        Shape::Triangle => pen.polygon(&triangle((x, y), r), ink),
        Shape::Diamond => pen.polygon(&diamond((x, y), r), ink),
        Shape::HollowSquare => {
            let b = 0.9 * r;
            outline(pen, &[(x - b, y - b), (x + b, y - b), (x + b, y + b), (x - b, y + b)], ink)
        }
        Shape::HollowTriangle => outline(pen, &triangle((x, y), r), ink),
        Shape::HollowDiamond => outline(pen, &diamond((x, y), r), ink),
    }
}

fn triangle((x, y): Px, r: f64) -> [Px; 3] {
    [(x, y - 1.15 * r), (x + r, y + 0.75 * r), (x - r, y + 0.75 * r)]
}

fn diamond((x, y): Px, r: f64) -> [Px; 4] {
    let r = 1.25 * r;
    [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
}

/// Around the corners and back to the first, and a little on, so that its own corner is joined like the others.
fn outline<DB: Canvas>(pen: &Pen<DB>, corners: &[Px], ink: Ink) -> Painted<DB> {
    pen.strokes(&[corners.iter().chain(&corners[..2]).copied().collect()], Dash::Solid, ink)
}

/// Markers in the colours of their values.
pub fn dots<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (x, y): (&[f64], &[f64]),
    (values, range): (&[f32], [f32; 2]),
    (shape, radius): (Shape, f64),
) -> Painted<DB> {
    for ((x, y), value) in x.iter().zip(y).zip(values).take(20_000) {
        let t = (value - range[0]) / (range[1] - range[0]);
        let (at, ink) = ((&[*x][..], &[*y][..]), Ink::of(viridis(t), 2.0));
        if !filled(shape) {
            draw(pen, plot, side, at, (shape, radius), ink)?;
            continue;
        }
        // An edge in the text's colour: on a surface of its own colour a marker could not be seen.
        draw(pen, plot, side, at, (shape, radius + 0.75), Ink::of(pen.theme.text, 1.5))?;
        let centre = plot.at(side, *x, *y);
        if plot.shows(centre) {
            marker(pen, centre, shape, radius, ink)?;
        }
    }
    Ok(())
}

fn filled(shape: Shape) -> bool {
    matches!(shape, Shape::Disc | Shape::Square | Shape::Triangle | Shape::Diamond)
}
