//! Mean absolute error (`torch.nn.L1Loss`).

use super::{Loss, Shape, elementwise};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// |ŷ − y|
#[derive(Clone, Copy, Debug)]
pub struct Mae;

impl Described for Mae {
    const ITEM: Item = Item {
        id: "mae",
        label: "Absolute error",
        formula: "mean |ŷ − y|",
        help: "The gradient has the same size for every error. Outliers pull no harder, but steps do not shrink near the target.",
        torch: || Torch::call("nn.L1Loss()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Loss for Mae {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.L1Loss()",
        output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25]],
        target: &[&[0.0, 1.0, 2.5, 0.25, -0.25], &[-3.5, 0.5, 2.0, 0.0, 0.75]],
        value: 80.65,
        slope: &[&[0.1, -0.1, -0.1, 0.0, 0.1], &[0.1, 0.1, -0.1, 0.1, -0.1]],
    }];

    fn bends(&self) -> Vec<f64> {
        vec![0.0]
    }

    /// The derivative is the error's sign; 0 at 0, as in PyTorch.
    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        elementwise(output, target, shape, scale, slope, |output, target| {
            let error = output - target;
            (error.abs(), error.sign())
        })
    }
}
