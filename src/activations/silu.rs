//! SiLU, also called swish: S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-weighted linear units for neural network function
//! approximation in reinforcement learning", 2018, eq. 10.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = x σ(x)
#[derive(Clone, Copy, Debug)]
pub struct Silu;

impl Described for Silu {
    const ITEM: Item = Item {
        id: "silu",
        label: "SiLU",
        formula: "f(x) = x σ(x)",
        facts: &[("Derivative", "f'(x) = σ(x) (1 + x (1 − σ(x)))"), ("Range", "[−0.28, ∞)")],
        help: "Smooth and not monotonic. Left of −1.28 the slope is negative, so a unit far below zero gets a gradient of the opposite sign.",
        torch: || Torch::call("nn.SiLU()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Silu {
    const GAIN: f64 = std::f64::consts::SQRT_2;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x * x.sigmoid()
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        x.sigmoid() * (R::ONE + x * (-x).sigmoid())
    }
}
