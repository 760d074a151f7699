//! Mish: D. Misra, "Mish: a self regularized non-monotonic activation function", 2020, eq. 2.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// From here on tanh(ln(1 + eˣ)) is 1 to the last bit of f64.
const FLAT_ABOVE: f64 = 20.0;

/// f(x) = x tanh(ln(1 + eˣ))
#[derive(Clone, Copy, Debug)]
pub struct Mish;

impl Described for Mish {
    const ITEM: Item = Item {
        id: "mish",
        label: "Mish",
        formula: "f(x) = x tanh(ln(1 + e^x))",
        facts: &[("Derivative", "f'(x) = t + x (1 − t²) σ(x), t = tanh(ln(1 + e^x))"), ("Range", "[−0.31, ∞)")],
        help: "Close to SiLU: a smooth ReLU that dips below zero. Slopes reach 1.09, so active units amplify the gradient slightly.",
        torch: || Torch::call("nn.Mish()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Mish {
    const GAIN: f64 = std::f64::consts::SQRT_2;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x * tanh_of_softplus(x).0
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        let (t, rest) = tanh_of_softplus(x);
        t + x.min(R::of(FLAT_ABOVE)) * rest * x.sigmoid()
    }
}

/// t = tanh(ln(1 + eˣ)) and 1 − t². With n = eˣ (eˣ + 2) they are n / (n + 2) and 4 (n + 1) / (n + 2)²: one exponential,
/// no logarithm, and all digits far below zero.
#[inline(always)]
fn tanh_of_softplus<R: Real>(x: R) -> (R, R) {
    let e = x.min(R::of(FLAT_ABOVE)).exp();
    let n = e * (e + R::of(2.0));
    let d = n + R::of(2.0);
    (n / d, R::of(4.0) * (n + R::ONE) / (d * d))
}
