//! Hardtanh: tanh in three straight pieces (R. Collobert 2004).

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = x between −1 and 1, else the nearer of the two.
#[derive(Clone, Copy, Debug)]
pub struct Hardtanh;

impl Described for Hardtanh {
    const ITEM: Item = Item {
        id: "hardtanh",
        label: "Hardtanh",
        formula: "f(x) = max(−1, min(1, x))",
        facts: &[("Derivative", "f'(x) = 1 for −1 < x < 1, else 0"), ("Range", "[−1, 1]")],
        help: "The slope is 1 between −1 and 1, and 0 outside. A saturated unit passes no gradient at all.",
        torch: || Torch::call("nn.Hardtanh()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Hardtanh {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is 1, as for other functions
    // that are linear near 0.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.Hardtanh()",
        gain_squared: 1.0,
        points: &[
            [-3.0, -1.0, 0.0],
            [-1.0, -1.0, 0.0],
            [-0.4, -0.4, 1.0],
            [0.0, 0.0, 1.0],
            [0.4, 0.4, 1.0],
            [1.0, 1.0, 0.0],
            [3.0, 1.0, 0.0],
        ],
    }];

    const GAIN: f64 = 1.0;

    fn bends(&self) -> &'static [f64] {
        &[-1.0, 1.0]
    }

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x.min(R::ONE).max(-R::ONE)
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        if x.abs() < R::ONE { R::ONE } else { R::ZERO }
    }
}
