//! No residual connections.

use super::{Factor, Residual};
use crate::registry::{Described, Item};
use crate::settings::Settings;

/// y = body(x)
#[derive(Clone, Copy, Debug)]
pub struct Unconnected;

impl Described for Unconnected {
    const ITEM: Item = Item {
        id: "none",
        label: "None",
        help: "A gradient gets to the first layers only through every layer on the way.",
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
