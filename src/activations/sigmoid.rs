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
