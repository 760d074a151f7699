//! All weights zero.

use super::{Initializer, Law};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w = 0
#[derive(Clone, Copy, Debug)]
pub struct Zeros;

impl Described for Zeros {
    const ITEM: Item = Item {
        id: "zeros",
        label: "Zeros",
        formula: "w = 0",
        help: "All units of a layer start equal and stay equal: nothing breaks the symmetry.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Initializer for Zeros {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[super::Example { settings: "", law: crate::oracles::Law::Constant(0.0) }];

    fn law(&self, _: usize, _: usize) -> Option<Law> {
        None
    }

    fn fill(&self, _: usize, _: usize, _: &mut Stream, weights: &mut [f64]) {
        weights.fill(0.0);
    }
}
