//! Straight lines across the whole plot, with their labels.

use plotters::style::text_anchor::{HPos, VPos};

use super::pen::{Bounds, Ink, Painted, Pen, Px, SMALL};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Figure, Mark, Side};

/// A horizontal line at `at`, with its label at one `end`.
pub fn horizontal<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    (side, at): (Side, f64),
    (dash, label, end): (Dash, &str, HPos),
    ink: Ink,
) -> Painted<DB> {
    let (b, y) = (plot.bounds, plot.up(side, at));
    if !plot.shows((b.left, y)) {
        return Ok(());
    }
    pen.strokes(&[vec![(b.left, y), (b.right(), y)]], dash, ink)?;
    if !has_room_for_labels(b) {
        return Ok(());
    }
    let text = pen.fitted(label, SMALL, b.width - 12.0);
    let left = match end {
        HPos::Left => b.left + 6.0,
        _ => b.right() - pen.width(&text, SMALL) - 6.0,
    };
    let above = y - SMALL - 8.0 >= b.top;
    label_on_ground(pen, &text, (left, if above { y - SMALL - 5.0 } else { y + 4.0 }))
}

/// The end at which the label of a horizontal line hides less: away from the taller bars, else right.
pub fn freer_end(plot: &Plot, figure: &Figure) -> HPos {
    let mut tops: Vec<(f64, f64)> = Vec::new();
    for series in &figure.series {
        if let Mark::Bars { x, y, .. } = &series.mark {
            tops.extend(x.iter().zip(y).take(512).map(|(&x, &y)| plot.at(series.side, x, y)));
        }
    }
    let b = plot.bounds;
    // Pixels count downwards from the top; a missing bar hides nothing.
    let highest = |within: &dyn Fn(f64) -> bool| {
        tops.iter().filter(|(x, y)| within(*x) && y.is_finite()).map(|t| t.1).fold(b.bottom(), f64::min)
    };
    let third = b.width / 3.0;
    let (left, right) = (highest(&|x| x < b.left + third), highest(&|x| x > b.right() - third));
    if left > right { HPos::Left } else { HPos::Right }
}

/// A vertical line at the horizontal position `at`.
pub fn vertical<DB: Canvas>(pen: &Pen<DB>, plot: &Plot, (at, label): (f64, &str), ink: Ink) -> Painted<DB> {
    let (b, x) = (plot.bounds, plot.across(at));
    if !plot.shows((x, b.top)) {
        return Ok(());
    }
    pen.strokes(&[vec![(x, b.top), (x, b.bottom())]], Dash::Solid, ink)?;
    if !has_room_for_labels(b) {
        return Ok(());
    }
    let text = pen.fitted(label, SMALL, b.width - 12.0);
    let width = pen.width(&text, SMALL);
    let left = if x + width + 8.0 <= b.right() { x + 5.0 } else { (x - width - 5.0).max(b.left + 2.0) };
    label_on_ground(pen, &text, (left, b.top + 3.0))
}

/// Whether there is enough room for labels beside the data.
fn has_room_for_labels(b: Bounds) -> bool {
    b.width >= 120.0 && b.height >= 72.0
}

/// Text with its upper left corner at a point, on a background that keeps it readable.
fn label_on_ground<DB: Canvas>(pen: &Pen<DB>, text: &str, (left, top): Px) -> Painted<DB> {
    if text.is_empty() {
        return Ok(());
    }
    let ground = Bounds { left: left - 3.0, top: top - 1.0, width: pen.width(text, SMALL) + 6.0, height: SMALL + 4.0 };
    pen.rectangle(ground, Ink { alpha: 0.8, ..Ink::of(pen.theme.background, 0.0) }, true)?;
    pen.text(text, (left, top + SMALL / 2.0 + 1.0), SMALL, (HPos::Left, VPos::Center))
}
