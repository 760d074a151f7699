//! Identity: f(x) = x.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = x
#[derive(Clone, Copy, Debug)]
pub struct Identity;

impl Described for Identity {
    const ITEM: Item = Item {
        id: "identity",
        label: "Identity",
        formula: "f(x) = x",
        facts: &[("Derivative", "f'(x) = 1"), ("Range", "(−∞, ∞)")],
        help: "The slope is 1 everywhere. A deep network of these is a single matrix product, and only the weights scale the gradient.",
        torch: || Torch::call("nn.Identity()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Identity {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); the gain is 1 in `torch.nn.init.calculate_gain`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.Identity()",
        gain_squared: 1.0,
        points: &[
            [-3.0, -3.0, 1.0],
            [-1.0, -1.0, 1.0],
            [-0.4, -0.4, 1.0],
            [0.0, 0.0, 1.0],
            [0.4, 0.4, 1.0],
            [1.0, 1.0, 1.0],
            [3.0, 3.0, 1.0],
        ],
    }];

    const GAIN: f64 = 1.0;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x
    }

    #[inline(always)]
    fn slope<R: Real>(&self, _: R, _: R) -> R {
        R::ONE
    }
}
