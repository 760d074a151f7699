//! Adagrad (J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and stochastic
//! optimization", 2011; `torch.optim.Adagrad`).

use super::parameters::{Decay, EPS, LR, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step, rooted};
use crate::math::Real;
use crate::registry::{Described, Item, Key, Param, Range, Settings, Torch};

/// v ← v + g²; θ ← θ - lr / (1 + (t-1) η) · g / (√v + ε)
#[derive(Clone, Copy, Debug)]
pub struct Adagrad {
    /// η
    pub lr_decay: f64,
    /// Initial v.
    pub initial_accumulator_value: f64,
    /// ε
    pub eps: f64,
    /// L2 penalty: added to the gradient, times the parameters.
    pub weight_decay: f64,
}

const LR_DECAY: Key<f64> = Key::new(Param {
    key: "lr_decay",
    seldom: true,
    label: "Rate decay η",
    help: "The learning rate is divided by 1 + (t-1) times this value.",
    range: Range::Log(0.0, 10.0),
    ..Param::BASE
});

const INITIAL_ACCUMULATOR_VALUE: Key<f64> = Key::new(Param {
    key: "initial_accumulator_value",
    seldom: true,
    label: "Initial sum",
    help: "Sum of squared gradients before the first step. A large value makes the first steps shorter.",
    range: Range::Log(0.0, 100.0),
    ..Param::BASE
});

impl Described for Adagrad {
    const ITEM: Item = Item {
        id: "adagrad",
        label: "Adagrad",
        formula: "v ← v + g²; θ ← θ − lr / (1 + (t−1) η) · g / (√v + ε)",
        help: "Divides each gradient element by the root of the sum of all its squares so far. Steps can only get shorter, and finally crawl.",
        params: &[
            LR.with(1e-2),
            LR_DECAY.param,
            INITIAL_ACCUMULATOR_VALUE.param,
            EPS.with(1e-10),
            WEIGHT_DECAY.with(0.0),
        ],
        torch: || {
            Torch::call(
                "torch.optim.Adagrad(parameters, lr={lr}, lr_decay={lr_decay}, weight_decay={weight_decay}, initial_accumulator_value={initial_accumulator_value}, eps={eps})",
            )
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            lr_decay: settings.get(&LR_DECAY),
            initial_accumulator_value: settings.get(&INITIAL_ACCUMULATOR_VALUE),
            eps: settings.get(&EPS),
            weight_decay: settings.get(&WEIGHT_DECAY),
        }
    }
}

impl Optimizer for Adagrad {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.Adagrad(parameters, lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=0.0000000001)",
            after: [0.477321848252, -0.977237939491, 1.97719651082, 0.227493936205, -0.102855689275, 2.97718277857],
        },
        super::Example {
            settings: "lr=0.1&lr_decay=0.5&weight_decay=0.5&initial_accumulator_value=2&eps=0.01",
            torch: "torch.optim.Adagrad(parameters, lr=0.1, lr_decay=0.5, weight_decay=0.5, initial_accumulator_value=2, eps=0.01)",
            after: [0.410313357661, -0.846414970728, 1.82902420694, 0.143066687536, -0.0530162953968, 2.82586253599],
        },
    ];

    const STATE: &'static [&'static str] = &["sum"];

    fn stability(&self, _: u64) -> Option<Stability> {
        Some(Stability { product: 2.0, formula: "2 / lr", decay: 0.0, divided: Some(self.weight_decay) })
    }

    fn divisor(&self, count: u64, state: &[Vec<f64>]) -> Vec<f64> {
        rooted(&state[0], 1.0, self.eps, 1.0 + (count - 1) as f64 * self.lr_decay)
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let rate = R::of(step.lr / (1.0 + (state.count - 1) as f64 * self.lr_decay));
        let (decay, eps) = (Decay::new(step.lr, self.weight_decay, false), R::of(self.eps));
        let sum = &mut state.vectors[0];
        if state.count == 1 {
            sum.fill(R::of(self.initial_accumulator_value));
        }
        for ((p, g), v) in params.iter_mut().zip(gradient).zip(sum) {
            let g = decay.apply(p, *g);
            *v += g * g;
            *p -= rate * (g / (v.sqrt() + eps));
        }
    }
}
