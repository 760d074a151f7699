//! Adam (D. P. Kingma, J. Ba 2015, algorithm 1; `torch.optim.Adam`).

use super::{Optimizer, State, Step, WEIGHT_DECAY, learning_rate};
use crate::math::{Real, power};
use crate::registry::{Default, Described, Item, Param, Range, Torch};
use crate::settings::Settings;

/// m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²; θ ← θ - lr · m̂ / (√v̂ + ε)
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// β₁
    pub beta1: f64,
    /// β₂
    pub beta2: f64,
    /// ε
    pub eps: f64,
    /// Added to the gradient as a share of the parameters.
    pub weight_decay: f64,
}

impl Described for Adam {
    const ITEM: Item = Item {
        id: "adam",
        label: "Adam",
        formula: "m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²; θ ← θ - lr · m̂ / (√v̂ + ε)",
        help: "Divides every gradient by its own recent size: layers with tiny gradients take steps as long as the others.",
        params: &[
            learning_rate(1e-3),
            Param {
                key: "beta1",
                label: "β₁",
                help: "Decay of the mean of gradients.",
                default: Default::Value(0.9),
                range: Range::Linear(0.0, 0.9999),
                ..Param::BASE
            },
            Param {
                key: "beta2",
                label: "β₂",
                help: "Decay of the mean of squared gradients.",
                default: Default::Value(0.999),
                range: Range::Linear(0.0, 0.999_999),
                ..Param::BASE
            },
            Param {
                key: "eps",
                label: "ε",
                help: "Added to the divisor.",
                default: Default::Value(1e-8),
                range: Range::Log(0.0, 1.0),
                ..Param::BASE
            },
            WEIGHT_DECAY,
        ],
        torch: Torch::call(
            "torch.optim.Adam(parameters, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
        ),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            beta1: settings.number("beta1"),
            beta2: settings.number("beta2"),
            eps: settings.number("eps"),
            weight_decay: settings.number("weight_decay"),
        }
    }
}

impl Optimizer for Adam {
    const STATE: &'static [&'static str] = &["exp_avg", "exp_avg_sq"];

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let correction1 = 1.0 - power(self.beta1, state.count);
        let correction2 = 1.0 - power(self.beta2, state.count);
        let rate = R::of(step.lr / correction1);
        let root = R::of(correction2.sqrt());
        let (keep, new) = (R::of(self.beta2), R::of(1.0 - self.beta2));
        let (lerp, eps, weight_decay) = (R::of(1.0 - self.beta1), R::of(self.eps), R::of(self.weight_decay));
        let (m, v) = state.vectors.split_at_mut(1);
        for (((p, g), m), v) in params.iter_mut().zip(gradient).zip(&mut m[0]).zip(&mut v[0]) {
            let g = *g + weight_decay * *p;
            *m += lerp * (g - *m);
            *v = keep * *v + new * g * g;
            *p -= rate * (*m / (v.sqrt() / root + eps));
        }
    }
}
