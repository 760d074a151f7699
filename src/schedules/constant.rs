//! No schedule.

use super::Schedule;
use crate::registry::{Described, Item, Settings};

/// A constant learning rate.
#[derive(Clone, Copy, Debug)]
pub struct Constant;

impl Described for Constant {
    const ITEM: Item = Item {
        id: "constant",
        label: "Constant",
        formula: "lr(s) = lr",
        help: "The same learning rate at every step.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Schedule for Constant {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[super::Example { settings: "lr=0.5", torch: "", losses: &[], rates: &[0.5, 0.5, 0.5], momentum: &[] }];

    fn lr(&self, base: f64, _: u64, _: &[f64]) -> f64 {
        base
    }
}
