//! AMSGrad (S. J. Reddi, S. Kale, S. Kumar, "On the convergence of Adam and beyond", 2018, algorithm 2;
//! `torch.optim.Adam(amsgrad=True)`, which takes the largest v before its correction).

use super::parameters::{BETA1, BETA2, DECOUPLED, Decay, EPS, LR, Moments, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// w ← max(w, v); θ ← θ - lr · m̂ / (√ŵ + ε), m and v as Adam's
#[derive(Clone, Copy, Debug)]
pub struct AmsGrad {
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

impl Described for AmsGrad {
    const ITEM: Item = Item {
        id: "amsgrad",
        label: "AMSGrad",
        formula: "w ← max(w, v); θ ← θ − lr · m̂ / (√ŵ + ε)",
        help: "Adam that never forgets the largest size of a gradient, so it never divides by less again. This fixes a case in which Adam does not converge.",
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
                "torch.optim.Adam(parameters, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay}, amsgrad=True, decoupled_weight_decay=bool({decoupled_weight_decay}))",
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

impl Optimizer for AmsGrad {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.Adam(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0, amsgrad=True, decoupled_weight_decay=bool(0))",
            after: [0.497000193245, -0.997000096065, 1.99700004789, 0.24700039076, -0.122000799106, 2.9970000319],
        },
        super::Example {
            settings: "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5&decoupled_weight_decay=1",
            torch: "torch.optim.Adam(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5, amsgrad=True, decoupled_weight_decay=bool(1))",
            after: [0.157015457042, -0.576700279819, 1.43164910871, -0.0383846856506, 0.0728854301888, 2.28831873129],
        },
    ];

    const STATE: &'static [&'static str] = &["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    fn stability(&self, _: u64) -> Option<Stability> {
        Some(Stability::of_adam(self.beta1, self.weight_decay, self.decoupled))
    }

    fn divisor(&self, count: u64, state: &[Vec<f64>]) -> Vec<f64> {
        Moments::<f64>::new(self.beta1, self.beta2, count).divisor(&state[2], self.eps)
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let decay = Decay::new(step.lr, self.weight_decay, self.decoupled);
        let moments = Moments::new(self.beta1, self.beta2, state.count);
        let rate = R::of(step.lr / moments.correction1);
        let (root, eps) = (R::of(moments.correction2.sqrt()), R::of(self.eps));
        let [m, v, w] = &mut state.vectors[..] else { return };
        for ((((p, g), m), v), w) in params.iter_mut().zip(gradient).zip(m).zip(v).zip(w) {
            let g = decay.apply(p, *g);
            moments.update(g, m, v);
            *w = w.max(*v);
            *p -= rate * (*m / (w.sqrt() / root + eps));
        }
    }
}
