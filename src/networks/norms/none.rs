//! No normalisation.

use super::Norm;
use crate::layout::Layout;
use crate::math::Real;
use crate::networks::Module;
use crate::registry::{Described, Item, Settings};

/// y = x
#[derive(Clone, Copy, Debug)]
pub struct Unnormalised;

impl Described for Unnormalised {
    const ITEM: Item = Item {
        id: "none",
        label: "None",
        help: "The sums enter the activation unchanged. Their size depends on the weights.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Norm for Unnormalised {
    // By definition: y = x, ∂L/∂x = δ.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "",
        y: [[0.5, -1.0, 2.0, 0.25, 4.0], [1.5, 0.5, -0.75, 3.0, -2.0], [-0.3, 0.8, 1.1, -2.5, 0.6]],
        of_x: [[0.2, -0.4, 1.0, 0.3, -0.7], [0.6, 0.1, -0.2, 0.5, 0.9], [-1.1, 0.4, 0.25, 0.75, 0.05]],
        of_gamma: &[],
        of_beta: &[],
        running: &[],
    }];

    fn module<R: Real>(&self, _: &mut Layout, _: &str, _: usize) -> Option<Box<dyn Module<R>>> {
        None
    }
}
