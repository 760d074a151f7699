//! Nesterov momentum (Y. Nesterov 1983; `torch.optim.SGD(nesterov=True)`).

use super::parameters::{LR, MOMENTUM, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step, heavy_ball};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// b ← μ b + g; θ ← θ - lr · (g + μ b)
#[derive(Clone, Copy, Debug)]
pub struct Nesterov {
    /// μ
    pub momentum: f64,
    /// L2 penalty: added to the gradient, times the parameters.
    pub weight_decay: f64,
}

impl Described for Nesterov {
    const ITEM: Item = Item {
        id: "nesterov",
        label: "Nesterov momentum",
        formula: "b ← μ b + g; θ ← θ − lr · (g + μ b)",
        help: "Momentum that looks ahead. It brakes sooner when the slope turns.",
        params: &[LR.with(1e-3), MOMENTUM.with(0.9), WEIGHT_DECAY.with(0.0)],
        torch: || {
            Torch::call(
                "torch.optim.SGD(parameters, lr={lr}, momentum={momentum}, weight_decay={weight_decay}, nesterov=True)",
            )
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { momentum: settings.get(&MOMENTUM), weight_decay: settings.get(&WEIGHT_DECAY) }
    }
}

impl Optimizer for Nesterov {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.1",
            torch: "torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=0, nesterov=True)",
            after: [0.1636605, 0.108352, -0.696346, -0.108324, 0.050609375, -0.912192],
        },
        super::Example {
            settings: "lr=0.1&weight_decay=0.5",
            torch: "torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=0.5, nesterov=True)",
            after: [0.0412154375, 0.250171875, -0.81499925, -0.10767659375, 0.045118265625, -0.718118625],
        },
    ];

    const STATE: &'static [&'static str] = &["momentum_buffer"];

    fn set_momentum(&mut self, momentum: f64) {
        self.momentum = momentum;
    }

    fn stability(&self, _: u64) -> Option<Stability> {
        let product = 2.0 * (1.0 + self.momentum) / (1.0 + 2.0 * self.momentum);
        Some(Stability { product, formula: "2 (1 + μ) / ((1 + 2μ) lr)", decay: self.weight_decay, divided: None })
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        heavy_ball((self.momentum, 0.0, self.weight_decay, true), step.lr, params, gradient, state);
    }
}
