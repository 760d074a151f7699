//! ELU: D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network learning by exponential linear
//! units", 2016, eq. 15.

use super::Activation;
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// f(x) = x above zero, α (eˣ − 1) below.
#[derive(Clone, Copy, Debug)]
pub struct Elu {
    /// α, PyTorch's `alpha`.
    pub alpha: f64,
}

const ELU_ALPHA: Key<f64> = Key::new(Param {
    key: "elu_alpha",
    label: "Alpha (ELU)",
    help: "The function levels off at −α. With α = 1, the slope is continuous.",
    default: Default::Value(1.0),
    range: Range::Linear(0.0, 5.0),
    ..Param::BASE
});

impl Described for Elu {
    const ITEM: Item = Item {
        id: "elu",
        label: "ELU",
        formula: "f(x) = x for x > 0, else α (e^x − 1)",
        facts: &[("Derivative", "f'(x) = 1 for x > 0, else α e^x"), ("Range", "(−α, ∞)")],
        help: "Like ReLU above zero. Below zero the slope decays smoothly instead of being 0 at once, so a unit can recover.",
        params: &[ELU_ALPHA.param],
        torch: || Torch::call("nn.ELU({elu_alpha})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { alpha: settings.get(&ELU_ALPHA) }
    }
}

impl Activation for Elu {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); PyTorch lists no gain, so it is that of ReLU, √2.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.ELU(1)",
            gain_squared: 2.0,
            points: &[
                [-3.0, -0.950212931632, 0.0497870683679],
                [-1.0, -0.632120558829, 0.367879441171],
                [-0.4, -0.329679953964, 0.670320046036],
                [0.0, 0.0, 1.0],
                [0.4, 0.4, 1.0],
                [1.0, 1.0, 1.0],
                [3.0, 3.0, 1.0],
            ],
        },
        super::Example {
            settings: "elu_alpha=0.5",
            torch: "nn.ELU(0.5)",
            gain_squared: 2.0,
            points: &[
                [-3.0, -0.475106465816, 0.0248935341839],
                [-1.0, -0.316060279414, 0.183939720586],
                [-0.4, -0.164839976982, 0.335160023018],
                [0.0, 0.0, 0.5],
                [0.4, 0.4, 1.0],
                [1.0, 1.0, 1.0],
                [3.0, 3.0, 1.0],
            ],
        },
    ];

    const GAIN: f64 = std::f64::consts::SQRT_2;

    fn bends(&self) -> &'static [f64] {
        &[0.0]
    }

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        let below = x.min(R::ZERO).expm1() * R::of(self.alpha);
        if x > R::ZERO { x } else { below }
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        let below = x.min(R::ZERO).exp() * R::of(self.alpha);
        if x > R::ZERO { R::ONE } else { below }
    }
}
