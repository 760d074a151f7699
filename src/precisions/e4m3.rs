//! E4M3, 8 bits (P. Micikevicius et al., "FP8 formats for deep learning", 2022).

use super::{NARROW, Precision, advice};
use crate::math::formats::Format;
use crate::registry::{Described, Item, Settings};

/// 4 bits of exponent, 3 of significand, no infinity.
#[derive(Clone, Copy, Debug)]
pub struct E4m3;

impl Described for E4m3 {
    const ITEM: Item = Item {
        id: "e4m3",
        label: "e4m3",
        formula: "4 bits of exponent, 4 of significand",
        facts: &[("largest", "448"), ("smallest normal", "0.016"), ("smallest", "0.0020")],
        help: "Eight bits, meant for weights and signals: beyond 448 there is only NaN, below 0.002 only 0.",
        group: "narrow",
        params: NARROW,
        advice,
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Precision for E4m3 {
    const FORMAT: Option<Format> = Some(Format::E4m3);
}
