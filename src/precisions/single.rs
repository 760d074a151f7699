//! Single precision: nothing is rounded beyond what the arithmetic does.

use super::Precision;
use crate::registry::{Described, Item, Settings};

/// Single precision.
#[derive(Clone, Copy, Debug)]
pub struct Single;

impl Described for Single {
    const ITEM: Item = Item {
        id: "f32",
        label: "f32",
        formula: "24 bits of significand",
        help: "Single precision, used for most training.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Precision for Single {
    // Nothing is rounded further.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[(1.0 / 3.0, 1.0 / 3.0), (1e-30, 1e-30)];
}
