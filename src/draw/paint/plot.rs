//! The rectangle of the plot and its axes: where values lie on the page.

use super::pen::{Bounds, Px};
use super::span::Span;
use crate::draw::figure::Side;

/// The rectangle of the plot, and the values at its edges.
#[derive(Clone, Debug)]
pub struct Plot {
    /// Rectangle in CSS pixels.
    pub bounds: Bounds,
    /// Horizontal axis.
    pub x: Span,
    /// Left axis.
    pub y: Span,
    /// Right axis.
    pub right: Option<Span>,
    /// Whether lines and markers need an outline in the background colour because a coloured grid lies below them.
    pub casing: bool,
}

impl Plot {
    /// The position of a horizontal value; NaN if it cannot be shown.
    pub fn across(&self, x: f64) -> f64 {
        self.bounds.left + self.x.fraction(x) * self.bounds.width
    }

    /// The position of a vertical value; NaN if it cannot be shown.
    pub fn up(&self, side: Side, y: f64) -> f64 {
        let span = match side {
            Side::Left => &self.y,
            Side::Right => self.right.as_ref().unwrap_or(&self.y),
        };
        self.bounds.bottom() - span.fraction(y) * self.bounds.height
    }

    /// The position of a point.
    pub fn at(&self, side: Side, x: f64, y: f64) -> Px {
        (self.across(x), self.up(side, y))
    }

    /// Whether a point lies within the rectangle, up to rounding at the edge.
    pub fn shows(&self, (x, y): Px) -> bool {
        let b = self.bounds;
        x >= b.left - 1e-6 && x <= b.right() + 1e-6 && y >= b.top - 1e-6 && y <= b.bottom() + 1e-6
    }
}
