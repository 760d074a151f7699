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
