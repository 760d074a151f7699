//! SELU: G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, "Self-normalizing neural networks", 2017, eq. 2.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

const LAMBDA: f64 = 1.050_700_987_355_480_5;
const ALPHA: f64 = 1.673_263_242_354_377_2;

/// f(x) = λ x above zero, λ α (eˣ − 1) below, with the λ and α whose fixed point is mean 0 and variance 1.
#[derive(Clone, Copy, Debug)]
pub struct Selu;

impl Described for Selu {
    const ITEM: Item = Item {
        id: "selu",
        label: "SELU",
        formula: "f(x) = 1.0507 x for x > 0, else 1.7581 (e^x − 1)",
        facts: &[("Derivative", "f'(x) = 1.0507 for x > 0, else 1.7581 e^x"), ("Range", "(−1.7581, ∞)")],
        help: "With LeCun normal weights, signals keep mean 0 and variance 1 at any depth, and gradients keep their size.",
        torch: || Torch::call("nn.SELU()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Selu {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); the gain is 3/4 in `torch.nn.init.calculate_gain`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.SELU()",
        gain_squared: 0.5625,
        points: &[
            [-3.0, -1.67056872877, 0.0875306120803],
            [-1.0, -1.11133073781, 0.646768603035],
            [-0.4, -0.579610109755, 1.17848923109],
            [0.0, 0.0, 1.75809934085],
            [0.4, 0.420280394942, 1.05070098736],
            [1.0, 1.05070098736, 1.05070098736],
            [3.0, 3.15210296207, 1.05070098736],
        ],
    }];

    const GAIN: f64 = 3.0 / 4.0;

    fn bends(&self) -> &'static [f64] {
        &[0.0]
    }

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        let below = x.min(R::ZERO).expm1() * R::of(LAMBDA * ALPHA);
        if x > R::ZERO { x * R::of(LAMBDA) } else { below }
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        let below = x.min(R::ZERO).exp() * R::of(LAMBDA * ALPHA);
        if x > R::ZERO { R::of(LAMBDA) } else { below }
    }
}
