//! E5M2, 8 bits (P. Micikevicius et al., "FP8 formats for deep learning", 2022).

use super::{NARROW, Precision, advice};
use crate::math::formats::Format;
use crate::registry::{Described, Item, Settings};

/// 5 bits of exponent, 2 of significand.
#[derive(Clone, Copy, Debug)]
pub struct E5m2;

impl Described for E5m2 {
    const ITEM: Item = Item {
        id: "e5m2",
        label: "e5m2",
        formula: "5 bits of exponent, 3 of significand",
        facts: &[("largest number", "57344"), ("smallest normal number", "6.1e-5"), ("smallest number", "1.5e-5")],
        help: "Eight bits, designed for gradients: the range of f16 with one digit.",
        group: "Low precision",
        params: NARROW,
        advice,
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Precision for E5m2 {
    const FORMAT: Option<Format> = Some(Format::E5m2);
}
