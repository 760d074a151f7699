//! No clipping.

use super::{Clip, Gradient};
use crate::math::Real;
use crate::registry::{Described, Item, Settings};

/// Leaves the gradient unchanged.
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
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "",
        params: [0.0; 8],
        gradients: &[[3e9, -4.0, 0.0, 0.0, 12.0, 0.0, 0.3, 0.4]],
        clipped: [3e9, -4.0, 0.0, 0.0, 12.0, 0.0, 0.3, 0.4],
        threshold: None,
        ceilings_squared: [None; 2],
    }];

    fn apply<R: Real>(&self, _: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        None
    }
}
