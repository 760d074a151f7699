//! Sigmoid: f(x) = 1 / (1 + e^-x).

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = 1 / (1 + e^-x)
#[derive(Clone, Copy, Debug)]
pub struct Sigmoid;

impl Described for Sigmoid {
    const ITEM: Item = Item {
        id: "sigmoid",
        label: "Sigmoid",
        formula: "f(x) = 1 / (1 + e^−x)",
        facts: &[("Derivative", "f'(x) = f(x) (1 − f(x))"), ("Range", "(0, 1)")],
        help: "The slope is at most 1/4, so every layer shrinks the gradient to a quarter or less. This is the classic cause of vanishing gradients.",
        torch: || Torch::call("nn.Sigmoid()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Sigmoid {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); the gain is 1 in `torch.nn.init.calculate_gain`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.Sigmoid()",
        gain_squared: 1.0,
        points: &[
            [-3.0, 0.0474258731776, 0.0451766597309],
            [-1.0, 0.26894142137, 0.196611933241],
            [-0.4, 0.401312339888, 0.240260745742],
            [0.0, 0.5, 0.25],
            [0.4, 0.598687660112, 0.240260745742],
            [1.0, 0.73105857863, 0.196611933241],
            [3.0, 0.952574126822, 0.0451766597309],
        ],
    }];

    const GAIN: f64 = 1.0;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x.sigmoid()
    }

    #[inline(always)]
    fn slope<R: Real>(&self, _: R, y: R) -> R {
        y * (R::ONE - y)
    }
}
