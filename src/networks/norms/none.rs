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
    fn module<R: Real>(&self, _: &mut Layout, _: &str, _: usize) -> Option<Box<dyn Module<R>>> {
        None
    }
}
