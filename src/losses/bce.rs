//! Binary cross-entropy from a logit (`torch.nn.BCEWithLogitsLoss`).

use super::{Loss, Shape, elementwise};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// −y ln σ(z) − (1 − y) ln(1 − σ(z)), for y in [0, 1].
#[derive(Clone, Copy, Debug)]
pub struct Bce;

impl Described for Bce {
    const ITEM: Item = Item {
        id: "bce",
        label: "Binary cross-entropy",
        formula: "mean [ln(1 + e^z) − y z]",
        help: "Computed from the logit z. The gradient is σ(z) - y, at most 1 in size however wrong the output is.",
        torch: || Torch::call("nn.BCEWithLogitsLoss()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Loss for Bce {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.BCEWithLogitsLoss()",
        output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25]],
        target: &[&[0.0, 1.0, 0.5, 1.0, 0.0], &[1.0, 0.0, 0.25, 0.0, 1.0]],
        value: 81.1038942552,
        slope: &[
            &[0.0622459331202, -0.073105857863, 0.0380797077978, -0.0437823499114, 0.0622459331202],
            &[-0.0952574126822, 0.0679178699175, 0.048105857863, 0.1, -0.0562176500886],
        ],
    }];

    /// max(z, 0) − y z + ln(1 + e^−|z|), which never overflows; derivative σ(z) − y.
    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        elementwise(output, target, shape, scale, slope, |z, y| {
            let value = z.max(R::ZERO) - y * z + (-z.abs()).exp().ln_1p();
            (value, z.sigmoid() - y)
        })
    }
}
