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

/// Φ(x) = erfc(−x/√2) / 2: the complement keeps its digits far below zero, where 1 + erf has none left.
#[inline(always)]
fn normal_cdf<R: Real>(x: R) -> R {
    R::of(0.5) * (-x * R::of(std::f64::consts::FRAC_1_SQRT_2)).erfc()
}
