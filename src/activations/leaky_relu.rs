//! Leaky ReLU: a ReLU with a small slope below zero (A. L. Maas, A. Y. Hannun, A. Y. Ng 2013).

use super::Activation;
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// f(x) = x above zero, `negative_slope` · x below.
#[derive(Clone, Copy, Debug)]
pub struct LeakyRelu {
    /// Slope below zero.
    pub negative_slope: f64,
}

const NEGATIVE_SLOPE: Key<f64> = Key::new(Param {
    key: "negative_slope",
    label: "Negative slope",
    help: "Slope for negative inputs.",
    default: Default::Value(0.01),
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
});

impl Described for LeakyRelu {
    const ITEM: Item = Item {
        id: "leaky-relu",
        label: "Leaky ReLU",
        formula: "f(x) = x for x > 0, else a x",
        facts: &[("Derivative", "f'(x) = 1 for x > 0, else a"), ("Range", "(−∞, ∞)")],
        help: "Like ReLU, but a unit below zero still passes a small gradient, so no unit dies for good.",
        params: &[NEGATIVE_SLOPE.param],
        torch: || Torch::call("nn.LeakyReLU({negative_slope})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { negative_slope: settings.get(&NEGATIVE_SLOPE) }
    }
}

impl Activation for LeakyRelu {
    // Computed by PyTorch 2.15.0 (`tests/reference/gen_examples.py`); the gain is √(2 / (1 + a²)) in
    // `torch.nn.init.calculate_gain`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.LeakyReLU(0.01)",
            gain_squared: 2.0 / 1.0001,
            points: &[
                [-3.0, -0.03, 0.01],
                [-1.0, -0.01, 0.01],
                [-0.4, -0.004, 0.01],
                [0.0, 0.0, 0.01],
                [0.4, 0.4, 1.0],
                [1.0, 1.0, 1.0],
                [3.0, 3.0, 1.0],
            ],
        },
        super::Example {
            settings: "negative_slope=0.5",
            torch: "nn.LeakyReLU(0.5)",
            gain_squared: 1.6,
            points: &[
                [-3.0, -1.5, 0.5],
                [-1.0, -0.5, 0.5],
                [-0.4, -0.2, 0.5],
                [0.0, 0.0, 0.5],
                [0.4, 0.4, 1.0],
                [1.0, 1.0, 1.0],
                [3.0, 3.0, 1.0],
            ],
        },
    ];

    const GAIN: f64 = std::f64::consts::SQRT_2;

    /// √(2 / (1 + a²)), as `torch.nn.init.calculate_gain`.
    fn gain(&self) -> f64 {
        (2.0 / (1.0 + self.negative_slope * self.negative_slope)).sqrt()
    }

    fn bends(&self) -> &'static [f64] {
        if self.negative_slope == 1.0 { &[] } else { &[0.0] }
    }

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        if x > R::ZERO { x } else { x * R::of(self.negative_slope) }
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        if x > R::ZERO { R::ONE } else { R::of(self.negative_slope) }
    }
}
