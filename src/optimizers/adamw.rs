//! AdamW (I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2019, algorithm 2; `torch.optim.AdamW`).

use super::adam::adam;
use super::parameters::{BETA1, BETA2, Decay, EPS, LR, Moments, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// θ ← (1 - lr λ) θ, then Adam's step without λ
#[derive(Clone, Copy, Debug)]
pub struct AdamW {
    /// β₁
    pub beta1: f64,
    /// β₂
    pub beta2: f64,
    /// ε
    pub eps: f64,
    /// λ
    pub weight_decay: f64,
}

impl Described for AdamW {
    const ITEM: Item = Item {
        id: "adamw",
        label: "AdamW",
        formula: "θ ← (1 − lr λ) θ; then Adam: θ ← θ − lr · m̂ / (√v̂ + ε)",
        help: "Adam with weight decay that bypasses the moments. It shrinks all weights at the same rate, whatever their gradients.",
        params: &[LR.with(1e-3), BETA1.with(0.9), BETA2.with(0.999), EPS.with(1e-8), WEIGHT_DECAY.with(1e-2)],
        torch: || {
            Torch::call(
                "torch.optim.AdamW(parameters, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
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
        }
    }
}

impl Optimizer for AdamW {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "torch.optim.AdamW(parameters, lr=0.001, betas=(0.9, 0.999), eps=0.00000001, weight_decay=0.01)",
            after: [0.496985224371, -0.99697012733, 1.99694007945, 0.246992921831, -0.121997080181, 2.99691006376],
        },
        super::Example {
            settings: "lr=0.1&beta1=0.8&beta2=0.9&eps=0.01&weight_decay=0.5",
            torch: "torch.optim.AdamW(parameters, lr=0.1, betas=(0.8, 0.9), eps=0.01, weight_decay=0.5)",
            after: [0.157015457042, -0.576700279819, 1.43164910871, -0.0415417507562, 0.0738661704389, 2.28831873129],
        },
    ];

    const STATE: &'static [&'static str] = &["exp_avg", "exp_avg_sq"];

    fn set_momentum(&mut self, momentum: f64) {
        self.beta1 = momentum;
    }

    fn stability(&self, _: u64) -> Option<Stability> {
        Some(Stability::of_adam(self.beta1, self.weight_decay, true))
    }

    fn divisor(&self, count: u64, state: &[Vec<f64>]) -> Vec<f64> {
        Moments::<f64>::new(self.beta1, self.beta2, count).divisor(&state[1], self.eps)
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let decay = Decay::new(step.lr, self.weight_decay, true);
        let moments = Moments::new(self.beta1, self.beta2, state.count);
        let [m, v] = &mut state.vectors[..] else { return };
        adam(step.lr, decay, moments, self.eps, params, gradient, (m, v));
    }
}
