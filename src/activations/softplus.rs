//! Softplus: C. Dugas et al., "Incorporating second-order functional knowledge for better option pricing", 2001, eq. 5.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// PyTorch's `threshold`.
const LINEAR_ABOVE: f64 = 20.0;

/// f(x) = ln(1 + eˣ). Above 20 it is x, as in PyTorch; the two differ by less than 2.1e-9 there.
#[derive(Clone, Copy, Debug)]
pub struct Softplus;

impl Described for Softplus {
    const ITEM: Item = Item {
        id: "softplus",
        label: "Softplus",
        formula: "f(x) = ln(1 + e^x)",
        facts: &[("Derivative", "f'(x) = σ(x)"), ("Range", "(0, ∞)")],
        help: "A ReLU without a kink. Its slope is the sigmoid: 1/2 at zero and never 0, so no unit dies. Its outputs are always positive.",
        torch: || Torch::call("nn.Softplus()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Softplus {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is that of ReLU, √2.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.Softplus()",
        gain_squared: 2.0,
        points: &[
            [-3.0, 0.0485873515737, 0.0474258731776],
            [-1.0, 0.313261687518, 0.26894142137],
            [-0.4, 0.5130152524, 0.401312339888],
            [0.4, 0.9130152524, 0.598687660112],
            [1.0, 1.31326168752, 0.73105857863],
            [3.0, 3.04858735157, 0.952574126822],
        ],
    }];

    const GAIN: f64 = std::f64::consts::SQRT_2;

    fn bends(&self) -> &'static [f64] {
        &[LINEAR_ABOVE]
    }

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        let bent = x.min(R::of(LINEAR_ABOVE)).exp().ln_1p();
        if x > R::of(LINEAR_ABOVE) { x } else { bent }
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        if x > R::of(LINEAR_ABOVE) { R::ONE } else { x.sigmoid() }
    }
}
