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
    // Computed by PyTorch 2.15.0: `torch.tensor(x).to(torch.float8_e5m2)`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[(1.0 / 3.0, 0.312_5), (-1.7, -1.75), (1e-3, 0.000_976_562_5), (1e-6, 0.0), (300.0, 320.0)];

    const FORMAT: Option<Format> = Some(Format::E5m2);
}
