//! NAdam, Adam with Nesterov's momentum (T. Dozat, "Incorporating Nesterov momentum into Adam", 2016;
//! `torch.optim.NAdam`).

use super::parameters::{DECOUPLED, Decay, Moments, beta1, beta2, eps, learning_rate, weight_decay};
use super::{Optimizer, State, Step};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Param, Range, Torch};
use crate::settings::Settings;

/// μ_t = β₁ (1 - 0.96^(t ψ) / 2); θ ← θ - lr · ((1-μ_t) g / (1-Πμ) + μ_{t+1} m / (1-μ_{t+1} Πμ)) / (√v̂ + ε),
/// m and v as Adam's
#[derive(Clone, Copy, Debug)]
pub struct NAdam {
    /// β₁
    pub beta1: f64,
    /// β₂
    pub beta2: f64,
    /// ε
    pub eps: f64,
    /// λ
    pub weight_decay: f64,
    /// ψ
    pub momentum_decay: f64,
    /// Whether weight decay bypasses the moments.
    pub decoupled: bool,
}

impl Described for NAdam {
    const ITEM: Item = Item {
        id: "nadam",
        label: "NAdam",
        formula: "θ ← θ - lr · ((1-μ_t) g / (1-Πμ) + μ_{t+1} m / (1-μ_{t+1} Πμ)) / (√v̂ + ε), μ_t = β₁ (1 - 0.96^(t ψ) / 2)",
        help: "Adam that looks ahead like Nesterov's momentum: the newest gradient counts more, the old ones less at the start.",
        params: &[
            learning_rate(2e-3),
            beta1(0.9),
            beta2(0.999),
            eps(1e-8),
            weight_decay(0.0),
            Param {
                key: "momentum_decay",
                seldom: true,
                label: "Momentum decay ψ",
                help: "How fast the momentum grows from β₁ / 2 to β₁.",
                default: Default::Value(4e-3),
                range: Range::Log(0.0, 1.0),
                ..Param::BASE
            },
            DECOUPLED,
        ],
        torch: Torch::call(
            "torch.optim.NAdam(parameters, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay}, momentum_decay={momentum_decay}, decoupled_weight_decay=bool({decoupled_weight_decay}))",
        ),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            beta1: settings.number("beta1"),
            beta2: settings.number("beta2"),
            eps: settings.number("eps"),
            weight_decay: settings.number("weight_decay"),
            momentum_decay: settings.number("momentum_decay"),
            decoupled: settings.is_on("decoupled_weight_decay"),
        }
    }
}

impl Optimizer for NAdam {
    const STATE: &'static [&'static str] = &["exp_avg", "exp_avg_sq"];
    /// Πμ, the product of all μ so far.
    const SCALARS: usize = 1;

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let at = |t: f64| self.beta1 * (1.0 - 0.5 * libm::pow(0.96, t * self.momentum_decay));
        let (mu, next) = (at(state.count as f64), at((state.count + 1) as f64));
        let product = mu * if state.count == 1 { 1.0 } else { state.scalars[0] };
        state.scalars[0] = product;
        let decay = Decay::new(step.lr, self.weight_decay, self.decoupled);
        let moments = Moments::new(self.beta1, self.beta2, state.count);
        let of_gradient = R::of(step.lr * (1.0 - mu) / (1.0 - product));
        let of_mean = R::of(step.lr * next / (1.0 - product * next));
        let (correction, eps) = (R::of(moments.correction2), R::of(self.eps));
        let [m, v] = &mut state.vectors[..] else { return };
        for (((p, g), m), v) in params.iter_mut().zip(gradient).zip(m).zip(v) {
            let g = decay.apply(p, *g);
            moments.update(g, m, v);
            let divisor = (*v / correction).sqrt() + eps;
            *p -= of_gradient * (g / divisor);
            *p -= of_mean * (*m / divisor);
        }
    }
}
