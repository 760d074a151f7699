//! Softsign: J. Bergstra, G. Desjardins, P. Lamblin, Y. Bengio, "Quadratic polynomials learn better image features",
//! 2009; studied by X. Glorot, Y. Bengio 2010.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = x / (1 + |x|)
#[derive(Clone, Copy, Debug)]
pub struct Softsign;

impl Described for Softsign {
    const ITEM: Item = Item {
        id: "softsign",
        label: "Softsign",
        formula: "f(x) = x / (1 + |x|)",
        facts: &[("Derivative", "f'(x) = 1 / (1 + |x|)²"), ("Range", "(−1, 1)")],
        help: "Saturates like tanh, but by a power law instead of exponentially. Far from zero the gradient is small but not gone.",
        torch: || Torch::call("nn.Softsign()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Softsign {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is 1, as for other functions
    // that are linear near 0.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.Softsign()",
        gain_squared: 1.0,
        points: &[
            [-3.0, -0.75, 0.0625],
            [-1.0, -0.5, 0.25],
            [-0.4, -0.285714285714, 0.510204081633],
            [0.0, 0.0, 1.0],
            [0.4, 0.285714285714, 0.510204081633],
            [1.0, 0.5, 0.25],
            [3.0, 0.75, 0.0625],
        ],
    }];

    const GAIN: f64 = 1.0;

    fn bends(&self) -> &'static [f64] {
        &[0.0]
    }

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x / (R::ONE + x.abs())
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        let d = R::ONE + x.abs();
        R::ONE / (d * d)
    }
}
