//! No clipping.

use super::{Clip, Gradient};
use crate::math::Real;
use crate::registry::{Described, Item, Settings};

/// Leaves the gradient as it is.
#[derive(Clone, Copy, Debug)]
pub struct Unclipped;

impl Described for Unclipped {
    const ITEM: Item = Item {
        id: "none",
        label: "None",
        formula: "g ← g",
        help: "The optimizer uses the gradient unchanged.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Clip for Unclipped {
    fn apply<R: Real>(&self, _: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        None
    }
}
