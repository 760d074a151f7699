//! Where values lie on the page: the plot's rectangle with its axes.

use super::pen::{Bounds, Px};
use super::span::Span;
use crate::draw::figure::Side;

/// The plot's rectangle and what its edges stand for.
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
    /// Whether lines and markers need an edge in the background's colour, because they lie on a coloured grid.
    pub casing: bool,
}

impl Plot {
    /// Where a horizontal value lies; NaN where it cannot be shown.
    pub fn across(&self, x: f64) -> f64 {
        self.bounds.left + self.x.fraction(x) * self.bounds.width
    }

    /// Where a vertical value lies; NaN where it cannot be shown.
    pub fn up(&self, side: Side, y: f64) -> f64 {
        let span = match side {
            Side::Left => &self.y,
            Side::Right => self.right.as_ref().unwrap_or(&self.y),
        };
        self.bounds.bottom() - span.fraction(y) * self.bounds.height
    }

    /// Where a point lies.
    pub fn at(&self, side: Side, x: f64, y: f64) -> Px {
        (self.across(x), self.up(side, y))
    }

    /// Whether a point lies within the rectangle, or so near its edge that only rounding parts them.
    pub fn shows(&self, (x, y): Px) -> bool {
        let b = self.bounds;
        x >= b.left - 1e-6 && x <= b.right() + 1e-6 && y >= b.top - 1e-6 && y <= b.bottom() + 1e-6
    }
}
