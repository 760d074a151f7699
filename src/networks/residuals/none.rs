//! No residual connections.

use super::{Factor, Residual};
use crate::registry::{Described, Item, Settings};

/// y = body(x)
#[derive(Clone, Copy, Debug)]
pub struct Unconnected;

impl Described for Unconnected {
    const ITEM: Item = Item {
        id: "none",
        label: "None",
        help: "A gradient reaches the first layers only through all layers in between.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Residual for Unconnected {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example { settings: "", torch: "", factor: None }];

    fn factor(&self) -> Option<Factor> {
        None
    }
}
