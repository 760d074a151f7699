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
    /// max(z, 0) − y z + ln(1 + e^−|z|), which never overflows; derivative σ(z) − y.
    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        elementwise(output, target, shape, scale, slope, |z, y| {
            let value = z.max(R::ZERO) - y * z + (-z.abs()).exp().ln_1p();
            (value, z.sigmoid() - y)
        })
    }
}
