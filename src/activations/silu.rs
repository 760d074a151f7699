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
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is that of ReLU, √2.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.SiLU()",
        gain_squared: 2.0,
        points: &[
            [-3.0, -0.142277619533, -0.0881041060152],
            [-1.0, -0.26894142137, 0.0723294881285],
            [-0.4, -0.160524935955, 0.305208041591],
            [0.0, 0.0, 0.5],
            [0.4, 0.239475064045, 0.694791958409],
            [1.0, 0.73105857863, 0.927670511871],
            [3.0, 2.85772238047, 1.08810410602],
        ],
    }];

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
