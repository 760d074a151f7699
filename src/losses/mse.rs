//! Mean squared error.

use super::{Loss, Shape, elementwise};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// (ŷ − y)²
#[derive(Clone, Copy, Debug)]
pub struct Mse;

impl Described for Mse {
    const ITEM: Item = Item {
        id: "mse",
        label: "Squared error",
        formula: "mean (ŷ − y)²",
        help: "The gradient grows with the error. A single outlier can dominate a step.",
        torch: || Torch::call("nn.MSELoss()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Loss for Mse {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.MSELoss()",
        output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25]],
        target: &[&[0.0, 1.0, 2.5, 0.25, -0.25], &[-3.5, 0.5, 2.0, 0.0, 0.75]],
        value: 64000.7375,
        slope: &[&[0.1, -0.4, -0.1, 0.0, 0.15], &[0.1, 0.05, -0.2, 160.0, -0.2]],
    }];

    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        elementwise(output, target, shape, scale, slope, |output, target| {
            let error = output - target;
            (error * error, error + error)
        })
    }
}
