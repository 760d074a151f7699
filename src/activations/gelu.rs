//! GELU, exact (D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016).

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = x Φ(x), Φ the distribution function of the standard normal.
#[derive(Clone, Copy, Debug)]
pub struct Gelu;

impl Described for Gelu {
    const ITEM: Item = Item {
        id: "gelu",
        label: "GELU",
        formula: "f(x) = x Φ(x)",
        facts: &[("Derivative", "f'(x) = Φ(x) + x φ(x)"), ("Range", "[−0.17, ∞)")],
        help: "A smooth ReLU. Its slope takes every value between 0 and 1, and goes slightly beyond both.",
        torch: || Torch::call("nn.GELU()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Gelu {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is that of ReLU, √2.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.GELU()",
        gain_squared: 2.0,
        points: &[
            [-3.0, -0.00404969409489, -0.0119456472042],
            [-1.0, -0.158655253931, -0.0833154705877],
            [-0.4, -0.137831303356, 0.197270202268],
            [0.0, 0.0, 0.5],
            [0.4, 0.262168696644, 0.802729797732],
            [1.0, 0.841344746069, 1.08331547059],
            [3.0, 2.99595030591, 1.0119456472],
        ],
    }];

    const GAIN: f64 = std::f64::consts::SQRT_2;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x * normal_cdf(x)
    }

    /// Φ(x) + x φ(x)
    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        let density = (R::of(-0.5) * x * x).exp() * R::of(0.398_942_280_401_432_7);
        normal_cdf(x) + x * density
    }
}

/// Φ(x) = erfc(−x/√2) / 2. The complement is accurate far below zero, where 1 + erf loses all digits.
#[inline(always)]
fn normal_cdf<R: Real>(x: R) -> R {
    R::of(0.5) * (-x * R::of(std::f64::consts::FRAC_1_SQRT_2)).erfc()
}
