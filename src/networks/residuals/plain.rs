//! Residual connections as they were proposed (K. He, X. Zhang, S. Ren, J. Sun 2016).

use super::{Factor, Residual, torch};
use crate::registry::{Described, Item, Settings};

/// y = x + body(x)
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Described for Plain {
    const ITEM: Item = Item {
        id: "plain",
        label: "Plain",
        formula: "y = x + body(x)",
        help: "The gradient also bypasses every block of one hidden layer unchanged, so it reaches the first layers of a deep network. A hidden layer is a block if the layer before it is as wide.",
        torch: || torch("Residual(BODY)"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Residual for Plain {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[super::Example { settings: "", torch: "Residual(BODY)", factor: Some(Factor::Fixed(1.0)) }];

    fn factor(&self) -> Option<Factor> {
        Some(Factor::Fixed(1.0))
    }
}
