//! ReLU: f(x) = max(0, x).

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = max(0, x)
#[derive(Clone, Copy, Debug)]
pub struct Relu;

impl Described for Relu {
    const ITEM: Item = Item {
        id: "relu",
        label: "ReLU",
        formula: "f(x) = max(0, x)",
        facts: &[("Derivative", "f'(x) = 1 for x > 0, else 0"), ("Range", "[0, ∞)")],
        help: "The slope is 1 or 0. Active units pass the gradient unchanged, inactive ones block it.",
        torch: || Torch::call("nn.ReLU()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Relu {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); the gain is √2 in `torch.nn.init.calculate_gain`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.ReLU()",
        gain_squared: 2.0,
        points: &[
            [-3.0, 0.0, 0.0],
            [-1.0, 0.0, 0.0],
            [-0.4, 0.0, 0.0],
            [0.0, 0.0, 0.0],
            [0.4, 0.4, 1.0],
            [1.0, 1.0, 1.0],
            [3.0, 3.0, 1.0],
        ],
    }];

    const GAIN: f64 = std::f64::consts::SQRT_2;

    fn bends(&self) -> &'static [f64] {
        &[0.0]
    }

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x.max(R::ZERO)
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        if x > R::ZERO { R::ONE } else { R::ZERO }
    }
}
