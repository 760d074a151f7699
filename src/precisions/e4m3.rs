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
        facts: &[("largest number", "448"), ("smallest normal number", "0.016"), ("smallest number", "0.0020")],
        help: "Eight bits, designed for weights and activations. Values above 448 become NaN, values below 0.002 become 0.",
        group: "Low precision",
        params: NARROW,
        advice,
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Precision for E4m3 {
    // Computed by PyTorch 2.15.0: `torch.tensor(x).to(torch.float8_e4m3fn)`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[(1.0 / 3.0, 0.343_75), (-1.7, -1.75), (1e-3, 0.001_953_125), (1e-6, 0.0), (300.0, 288.0)];

    const FORMAT: Option<Format> = Some(Format::E4m3);
}
