//! Mish: D. Misra, "Mish: a self regularized non-monotonic activation function", 2020, eq. 2.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// Above this, tanh(ln(1 + eˣ)) is 1 to the last bit of f64.
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
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is that of ReLU, √2.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.Mish()",
        gain_squared: 2.0,
        points: &[
            [-3.0, -0.145647461276, -0.0933931145323],
            [-1.0, -0.303401461374, 0.0592167558774],
            [-0.4, -0.188916482394, 0.347572799029],
            [0.0, 0.0, 0.6],
            [0.4, 0.289030534072, 0.837017502542],
            [1.0, 0.865098388267, 1.0490362201],
            [3.0, 2.98653500497, 1.02110691093],
        ],
    }];

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
