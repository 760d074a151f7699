//! Tanh: f(x) = tanh x.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = tanh x
#[derive(Clone, Copy, Debug)]
pub struct Tanh;

impl Described for Tanh {
    const ITEM: Item = Item {
        id: "tanh",
        label: "Tanh",
        formula: "f(x) = tanh x",
        facts: &[("Derivative", "f'(x) = 1 − f(x)²"), ("Range", "(−1, 1)")],
        help: "The slope is 1 at zero and falls off on both sides. Saturated units pass almost no gradient.",
        torch: || Torch::call("nn.Tanh()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Tanh {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); the gain is 5/3 in `torch.nn.init.calculate_gain`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.Tanh()",
        gain_squared: 25.0 / 9.0,
        points: &[
            [-3.0, -0.995054753687, 0.00986603716544],
            [-1.0, -0.761594155956, 0.419974341614],
            [-0.4, -0.379948962255, 0.855638786081],
            [0.0, 0.0, 1.0],
            [0.4, 0.379948962255, 0.855638786081],
            [1.0, 0.761594155956, 0.419974341614],
            [3.0, 0.995054753687, 0.00986603716544],
        ],
    }];

    const GAIN: f64 = 5.0 / 3.0;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x.tanh()
    }

    #[inline(always)]
    fn slope<R: Real>(&self, _: R, y: R) -> R {
        R::ONE - y * y
    }
}
