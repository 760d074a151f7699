//! Double precision: nothing is rounded beyond what the arithmetic does.

use super::Precision;
use crate::registry::{Described, Item, Settings};

/// Double precision.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl Described for Double {
    const ITEM: Item = Item {
        id: "f64",
        label: "f64",
        formula: "53 bits of significand",
        help: "Double precision. Rounding errors do not matter here.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Precision for Double {
    // Nothing is rounded.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[(1.0 / 3.0, 1.0 / 3.0), (1e-30, 1e-30)];
}
