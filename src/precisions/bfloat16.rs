//! bfloat16: the upper half of an f32.

use super::{NARROW, Precision, advice};
use crate::math::formats::Format;
use crate::registry::{Described, Item, Settings};

/// 8 bits of exponent, 7 of significand.
#[derive(Clone, Copy, Debug)]
pub struct Bfloat16;

impl Described for Bfloat16 {
    const ITEM: Item = Item {
        id: "bf16",
        label: "bf16",
        formula: "8 bits of exponent, 8 of significand",
        facts: &[("largest number", "3.4e38"), ("smallest normal number", "1.2e-38"), ("smallest number", "9.2e-41")],
        help: "The range of f32 with two to three digits. Gradients hardly underflow, but small updates are lost without f32 master weights.",
        group: "Low precision",
        params: NARROW,
        advice,
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Precision for Bfloat16 {
    // Computed by PyTorch 2.15.0: `torch.tensor(x).to(torch.bfloat16)`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[(1.0 / 3.0, 0.333_984_38), (-1.7, -1.703_125), (1e-3, 0.000_999_450_7), (300.0, 300.0)];

    const FORMAT: Option<Format> = Some(Format::Bf16);
}
