//! SGD with momentum (B. T. Polyak 1964; `torch.optim.SGD`).

use super::parameters::{LR, MOMENTUM, WEIGHT_DECAY};
use super::{Optimizer, Stability, State, Step, heavy_ball};
use crate::math::Real;
use crate::registry::{Described, Item, Key, Param, Range, Settings, Torch};

/// b ← μ b + (1 - τ) g, the first time b ← g; θ ← θ - lr · b
#[derive(Clone, Copy, Debug)]
pub struct Momentum {
    /// μ
    pub momentum: f64,
    /// τ
    pub dampening: f64,
    /// L2 penalty: added to the gradient, times the parameters.
    pub weight_decay: f64,
}

const DAMPENING: Key<f64> = Key::new(Param {
    key: "dampening",
    seldom: true,
    label: "Dampening τ",
    help: "Fraction of the new gradient that is left out of the velocity.",
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
});

impl Described for Momentum {
    const ITEM: Item = Item {
        id: "momentum",
        label: "Momentum",
        formula: "b ← μ b + (1 − τ) g; θ ← θ − lr · b",
        help: "A heavy ball: it rolls over small bumps and flat stretches, and overshoots.",
        params: &[LR.with(1e-3), MOMENTUM.with(0.9), DAMPENING.param, WEIGHT_DECAY.with(0.0)],
        torch: || {
            Torch::call(
                "torch.optim.SGD(parameters, lr={lr}, momentum={momentum}, dampening={dampening}, weight_decay={weight_decay})",
            )
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            momentum: settings.get(&MOMENTUM),
            dampening: settings.get(&DAMPENING),
            weight_decay: settings.get(&WEIGHT_DECAY),
        }
    }
}

impl Optimizer for Momentum {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.1",
            torch: "torch.optim.SGD(parameters, lr=0.1, momentum=0.9, dampening=0, weight_decay=0)",
            after: [0.243, -0.062, -0.556, -0.135, 0.09125, -2.562],
        },
        super::Example {
            settings: "lr=0.1&momentum=0.5&dampening=0.25&weight_decay=0.5",
            torch: "torch.optim.SGD(parameters, lr=0.1, momentum=0.5, dampening=0.25, weight_decay=0.5)",
            after: [0.25881640625, -0.2607421875, 0.103328125, -0.028244140625, 0.0295693359375, -0.9673359375],
        },
    ];

    const STATE: &'static [&'static str] = &["momentum_buffer"];

    fn set_momentum(&mut self, momentum: f64) {
        self.momentum = momentum;
    }

    /// 2 (1 + μ), and more with dampening.
    fn stability(&self, _: u64) -> Option<Stability> {
        let formula = if self.dampening == 0.0 { "2 (1 + μ) / lr" } else { "2 (1 + μ) / ((1 - τ) lr)" };
        let product = 2.0 * (1.0 + self.momentum) / (1.0 - self.dampening);
        Some(Stability { product, formula, decay: self.weight_decay, divided: None })
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        let rule = (self.momentum, self.dampening, self.weight_decay, false);
        heavy_ball(rule, step.lr, params, gradient, state);
    }
}
