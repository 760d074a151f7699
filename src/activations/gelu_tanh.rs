//! GELU by tanh: the approximation that came with the paper (D. Hendrycks, K. Gimpel 2016, section 2), and that GPT-2 used.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// √(2/π)
const K: f64 = std::f64::consts::FRAC_2_SQRT_PI * std::f64::consts::FRAC_1_SQRT_2;
const CUBIC: f64 = 0.044715;

/// f(x) = x/2 (1 + tanh u) = x σ(2u), u = √(2/π) (x + 0.044715 x³).
#[derive(Clone, Copy, Debug)]
pub struct GeluTanh;

impl Described for GeluTanh {
    const ITEM: Item = Item {
        id: "gelu-tanh",
        label: "GELU (tanh)",
        formula: "f(x) = x σ(2u), u = √(2/π) (x + 0.044715 x³)",
        facts: &[("Derivative", "f'(x) = σ(2u) + 2x σ(2u) (1 − σ(2u)) u'"), ("Range", "[−0.17, ∞)")],
        help: "An approximation of GELU with an error of at most 0.0005. Its gradients are nearly the same, and it needs no error function.",
        torch: || Torch::call("nn.GELU(approximate=\"tanh\")"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for GeluTanh {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is that of ReLU, √2.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: r#"nn.GELU(approximate="tanh")"#,
        gain_squared: 2.0,
        points: &[
            [-3.0, -0.00363739208177, -0.011584166631],
            [-1.0, -0.158808009392, -0.0829640838458],
            [-0.4, -0.137838830573, 0.197341165579],
            [0.0, 0.0, 0.5],
            [0.4, 0.262161169427, 0.802658834421],
            [1.0, 0.841191990608, 1.08296408385],
            [3.0, 2.99636260792, 1.01158416663],
        ],
    }];

    const GAIN: f64 = std::f64::consts::SQRT_2;

    /// The sigmoid is accurate far below zero, where 1 + tanh u loses all digits.
    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x * twice_u(x).sigmoid()
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        // Beyond ±20 the slope is 0 or 1 to the last bit, and x³ need not overflow.
        let x = x.min(R::of(20.0)).max(R::of(-20.0));
        let twice = twice_u(x);
        let bend = R::of(2.0 * K) * (R::ONE + R::of(3.0 * CUBIC) * x * x);
        twice.sigmoid() + x * twice.sigmoid() * (-twice).sigmoid() * bend
    }
}

#[inline(always)]
fn twice_u<R: Real>(x: R) -> R {
    R::of(2.0 * K) * (x + R::of(CUBIC) * x * x * x)
}
