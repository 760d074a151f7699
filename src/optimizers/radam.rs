//! RAdam (L. Liu and others, "On the variance of the adaptive learning rate and beyond", 2020, algorithm 2;
//! `torch.optim.RAdam`).

use super::parameters::{BETA1, BETA2, DECOUPLED, Decay, EPS, LR, Moments, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step, rooted};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// θ ← θ - lr · r_t m̂ / (√v̂ + ε) once v is known well enough (ρ_t > 5), before that θ ← θ - lr · m̂; m and v as Adam's
#[derive(Clone, Copy, Debug)]
pub struct RAdam {
    /// β₁
    pub beta1: f64,
    /// β₂
    pub beta2: f64,
    /// ε
    pub eps: f64,
    /// λ
    pub weight_decay: f64,
    /// Whether weight decay bypasses the moments.
    pub decoupled: bool,
}

impl Described for RAdam {
    const ITEM: Item = Item {
        id: "radam",
        label: "RAdam",
        formula: "θ ← θ − lr · r_t m̂ / (√v̂ + ε) where ρ_t > 5, before that θ ← θ − lr · m̂",
        help: "Adam with a built-in warm-up. Until it has seen enough gradients to estimate their size, it steps like momentum.",
        params: &[
            LR.with(1e-3),
            BETA1.with(0.9),
            BETA2.with(0.999),
            EPS.with(1e-8),
            WEIGHT_DECAY.with(0.0),
            DECOUPLED.param,
        ],
        torch: || {
            Torch::call(
                "torch.optim.RAdam(parameters, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay}, decoupled_weight_decay=bool({decoupled_weight_decay}))",
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
            decoupled: settings.get(&DECOUPLED),
        }
    }
}

impl RAdam {
    /// r_t, if ρ_t is above 5.
    fn rectification(&self, count: u64, correction2: f64) -> Option<f64> {
        let most = 2.0 / (1.0 - self.beta2) - 1.0;
        let now = most - 2.0 * count as f64 * (1.0 - correction2) / correction2;
        let ratio = (now - 4.0) * (now - 2.0) * most / ((most - 4.0) * (most - 2.0) * now);
        (now > 5.0).then(|| ratio.sqrt())
    }
}

impl Optimizer for RAdam {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.RAdam(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0, decoupled_weight_decay=bool(0))",
            after: [0.498500798116, -0.994006384152, 1.98202872519, 0.247006382599, -0.123129985798, 2.94617228821],
        },
        super::Example {
            settings: "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5&decoupled_weight_decay=1",
            torch: "torch.optim.RAdam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5, decoupled_weight_decay=bool(1))",
            after: [
                0.298302937158,
                -0.367339480874,
                0.336419398907,
                -0.000537397540984,
                0.0181380635246,
                -0.78606352459,
            ],
        },
    ];

    const STATE: &'static [&'static str] = &["exp_avg", "exp_avg_sq"];

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    fn stability(&self, _: u64) -> Option<Stability> {
        Some(Stability::of_adam(self.beta1, self.weight_decay, self.decoupled))
    }

    fn divisor(&self, count: u64, state: &[Vec<f64>]) -> Vec<f64> {
        let Moments { correction1, correction2, .. } = Moments::<f64>::new(self.beta1, self.beta2, count);
        match self.rectification(count, correction2) {
            Some(r) => rooted(&state[1], 1.0, self.eps, correction1 / (r * correction2.sqrt())),
            None => vec![correction1; state[1].len()],
        }
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let decay = Decay::new(step.lr, self.weight_decay, self.decoupled);
        let moments = Moments::new(self.beta1, self.beta2, state.count);
        let rectified = self.rectification(state.count, moments.correction2);
        let (correction, lr, eps) = (R::of(moments.correction1), R::of(step.lr), R::of(self.eps));
        let adaptive = rectified.map(|r| R::of(r * moments.correction2.sqrt()));
        let [m, v] = &mut state.vectors[..] else { return };
        for (((p, g), m), v) in params.iter_mut().zip(gradient).zip(m).zip(v) {
            let g = decay.apply(p, *g);
            moments.update(g, m, v);
            let along = lr * (*m / correction);
            *p -= match adaptive {
                Some(rate) => along * (rate / (v.sqrt() + eps)),
                None => along,
            };
        }
    }
}
