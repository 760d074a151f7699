//! Half precision: binary16 of IEEE 754.

use super::{NARROW, Precision, advice};
use crate::math::formats::Format;
use crate::registry::{Described, Item, Settings};

/// 5 bits of exponent, 10 of significand.
#[derive(Clone, Copy, Debug)]
pub struct Half;

impl Described for Half {
    const ITEM: Item = Item {
        id: "f16",
        label: "f16",
        formula: "5 bits of exponent, 11 of significand",
        facts: &[("largest number", "65504"), ("smallest normal number", "6.1e-5"), ("smallest number", "6.0e-8")],
        help: "Half precision. It has fine steps, but numbers below 6e-8 become 0. Deep networks need loss scaling.",
        group: "Low precision",
        params: NARROW,
        advice,
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Precision for Half {
    // Computed by PyTorch 2.15.0: `torch.tensor(x).to(torch.float16)`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[(1.0 / 3.0, 0.333_251_95), (-1.7, -1.700_195_3), (1e-3, 0.001_000_404_4), (300.0, 300.0)];

    const FORMAT: Option<Format> = Some(Format::F16);
}
