//! NAdam, Adam with Nesterov's momentum (T. Dozat, "Incorporating Nesterov momentum into Adam", 2016;
//! `torch.optim.NAdam`).

use super::parameters::{BETA1, BETA2, DECOUPLED, Decay, EPS, LR, Moments, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step, rooted};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

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

const MOMENTUM_DECAY: Key<f64> = Key::new(Param {
    key: "momentum_decay",
    seldom: true,
    label: "Momentum decay ψ",
    help: "How fast the momentum grows from β₁ / 2 to β₁.",
    default: Default::Value(4e-3),
    range: Range::Log(0.0, 1.0),
    ..Param::BASE
});

impl Described for NAdam {
    const ITEM: Item = Item {
        id: "nadam",
        label: "NAdam",
        formula: "θ ← θ − lr · ((1−μ_t) g / (1−Πμ) + μ_{t+1} m / (1−μ_{t+1} Πμ)) / (√v̂ + ε), μ_t = β₁ (1 − 0.96^(t ψ) / 2)",
        help: "Adam with Nesterov's look-ahead. The newest gradient counts more, and old ones count less at the start.",
        params: &[
            LR.with(2e-3),
            BETA1.with(0.9),
            BETA2.with(0.999),
            EPS.with(1e-8),
            WEIGHT_DECAY.with(0.0),
            MOMENTUM_DECAY.param,
            DECOUPLED.param,
        ],
        torch: || {
            Torch::call(
                "torch.optim.NAdam(parameters, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay}, momentum_decay={momentum_decay}, decoupled_weight_decay=bool({decoupled_weight_decay}))",
            )
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            beta1: settings.get(&BETA1),
            beta2: settings.get(&BETA2),
            eps: settings.get(&EPS),
            weight_decay: settings.get(&WEIGHT_DECAY),
            momentum_decay: settings.get(&MOMENTUM_DECAY),
            decoupled: settings.get(&DECOUPLED),
        }
    }
}

impl NAdam {
    /// μ_t
    fn momentum(&self, t: u64) -> f64 {
        self.beta1 * (1.0 - 0.5 * libm::pow(0.96, t as f64 * self.momentum_decay))
    }
}

impl Optimizer for NAdam {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.NAdam(parameters, lr=0.002, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0, momentum_decay=0.004, decoupled_weight_decay=bool(0))",
            after: [0.494862549747, -0.994858914514, 1.99485710222, 0.244869862609, -0.119884660217, 2.99485649891],
        },
        super::Example {
            settings: "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5&momentum_decay=0.1&decoupled_weight_decay=1",
            torch: "torch.optim.NAdam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5, momentum_decay=0.1, decoupled_weight_decay=bool(1))",
            after: [0.198320326857, -0.609515597839, 1.46000176573, 0.0178209943015, 0.0098327954507, 2.31521258205],
        },
    ];

    const STATE: &'static [&'static str] = &["exp_avg", "exp_avg_sq"];
    /// Πμ, the product of all μ so far.
    const SCALARS: usize = 1;

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    /// γ = (1 - μ_t) / (1 - Πμ) is the weight of the newest gradient, and μ = μ_{t+1} / (1 - μ_{t+1} Πμ) that of the
    /// running mean.
    fn stability(&self, count: u64) -> Option<Stability> {
        let (mu, next) = (self.momentum(count), self.momentum(count + 1));
        let mut product = 1.0;
        // The product vanishes after many updates.
        for t in (1..=count).rev().take_while(|t| count - t < 512) {
            product *= self.momentum(t);
            if product < 1e-17 {
                break;
            }
        }
        let shares = ((1.0 - mu) / (1.0 - product), next / (1.0 - product * next));
        let formula = "2 (1 + β₁) / ((γ (1 + β₁) + μ (1 - β₁)) lr)";
        Some(Stability::averaged(self.beta1, shares, formula, self.weight_decay, self.decoupled))
    }

    fn divisor(&self, count: u64, state: &[Vec<f64>]) -> Vec<f64> {
        let correction = Moments::<f64>::new(self.beta1, self.beta2, count).correction2;
        rooted(&state[1], correction, self.eps, 1.0)
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let (mu, next) = (self.momentum(state.count), self.momentum(state.count + 1));
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
