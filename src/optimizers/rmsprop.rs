//! RMSprop (G. Hinton, "Neural networks for machine learning", lecture 6e, 2012; centred: A. Graves, "Generating
//! sequences with recurrent neural networks", 2013, equations 38 to 45; `torch.optim.RMSprop`).

use super::parameters::{Decay, EPS, LR, MOMENTUM, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step, rooted};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// v ← αv + (1-α)g²; b ← μ b + g / (√v + ε); θ ← θ - lr · b. If centred, the square of the gradient's running mean is
/// subtracted from v under the root.
#[derive(Clone, Copy, Debug)]
pub struct RmsProp {
    /// α
    pub alpha: f64,
    /// ε
    pub eps: f64,
    /// L2 penalty: added to the gradient, times the parameters.
    pub weight_decay: f64,
    /// μ
    pub momentum: f64,
    /// Whether to divide by the standard deviation instead of the root mean square.
    pub centered: bool,
}

const ALPHA: Key<f64> = Key::new(Param {
    key: "alpha",
    seldom: true,
    label: "α",
    help: "Decay of the running mean of squared gradients.",
    default: Default::Value(0.99),
    range: Range::Linear(0.0, 0.999_999),
    ..Param::BASE
});

const CENTERED: Key<bool> = Key::new(Param {
    key: "centered",
    seldom: true,
    label: "Centred",
    help: "Divides by the standard deviation of the gradient instead of its root mean square.",
    range: Range::Switch,
    ..Param::BASE
});

impl Described for RmsProp {
    const ITEM: Item = Item {
        id: "rmsprop",
        label: "RMSprop",
        formula: "v ← αv + (1−α)g²; b ← μ b + g / (√v + ε); θ ← θ − lr · b",
        help: "Divides each gradient element by its recent size, so neither a vanished nor an exploded gradient decides the step length.",
        params: &[
            LR.with(1e-2),
            ALPHA.param,
            EPS.with(1e-8),
            MOMENTUM.with(0.0),
            CENTERED.param,
            WEIGHT_DECAY.with(0.0),
        ],
        torch: || {
            Torch::call(
                "torch.optim.RMSprop(parameters, lr={lr}, alpha={alpha}, eps={eps}, weight_decay={weight_decay}, momentum={momentum}, centered=bool({centered}))",
            )
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            alpha: settings.get(&ALPHA),
            eps: settings.get(&EPS),
            weight_decay: settings.get(&WEIGHT_DECAY),
            momentum: settings.get(&MOMENTUM),
            centered: settings.get(&CENTERED),
        }
    }
}

impl Optimizer for RmsProp {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.RMSprop(parameters, lr=0.01, alpha=0.99, eps=0.00000001, weight_decay=0, momentum=0, centered=bool(0))",
            after: [0.290433242384, -0.779982273244, 1.7753494441, 0.0661423057966, -0.00110347357855, 2.77388856738],
        },
        super::Example {
            settings: "lr=0.1&alpha=0.9&eps=0.01&weight_decay=0.5&momentum=0.5&centered=1",
            torch: "torch.optim.RMSprop(parameters, lr=0.1, alpha=0.9, eps=0.01, weight_decay=0.5, momentum=0.5, centered=bool(1))",
            after: [-0.172285950662, -0.0296980660344, 0.90126864563, -0.0173772108894, -0.08439968216, 1.86551865664],
        },
    ];

    const STATE: &'static [&'static str] = &["square_avg", "momentum_buffer", "grad_avg"];

    fn set_momentum(&mut self, momentum: f64) {
        // A run without momentum stays without.
        if self.momentum > 0.0 {
            self.momentum = momentum;
        }
    }

    fn stability(&self, _: u64) -> Option<Stability> {
        let formula = if self.momentum == 0.0 { "2 / lr" } else { "2 (1 + μ) / lr" };
        let product = 2.0 * (1.0 + self.momentum);
        Some(Stability { product, formula, decay: 0.0, divided: Some(self.weight_decay) })
    }

    fn divisor(&self, _: u64, state: &[Vec<f64>]) -> Vec<f64> {
        let mean = |k: usize| if self.centered { state[2][k] } else { 0.0 };
        let squares: Vec<f64> = state[0].iter().enumerate().map(|(k, v)| v - mean(k) * mean(k)).collect();
        rooted(&squares, 1.0, self.eps, 1.0)
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let decay = Decay::new(step.lr, self.weight_decay, false);
        let (lr, mu, eps) = (R::of(step.lr), R::of(self.momentum), R::of(self.eps));
        let (keep, new) = (R::of(self.alpha), R::of(1.0 - self.alpha));
        let [v, b, mean] = &mut state.vectors[..] else { return };
        for ((((p, g), v), b), mean) in params.iter_mut().zip(gradient).zip(v).zip(b).zip(mean) {
            let g = decay.apply(p, *g);
            *v = keep * *v + new * g * g;
            let mut square = *v;
            if self.centered {
                *mean += new * (g - *mean);
                square -= *mean * *mean;
            }
            *b = mu * *b + g / (square.sqrt() + eps);
            *p -= lr * *b;
        }
    }
}
