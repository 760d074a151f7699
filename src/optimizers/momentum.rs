//! SGD with momentum (B. T. Polyak 1964; `torch.optim.SGD`).

use super::{MOMENTUM, Optimizer, State, Step, WEIGHT_DECAY, heavy_ball, learning_rate};
use crate::math::Real;
use crate::registry::{Described, Item, Torch};
use crate::settings::Settings;

/// b ← μ b + g; θ ← θ - lr · b
#[derive(Clone, Copy, Debug)]
pub struct Momentum {
    /// μ
    pub momentum: f64,
    /// Added to the gradient as a share of the parameters.
    pub weight_decay: f64,
}

impl Described for Momentum {
    const ITEM: Item = Item {
        id: "momentum",
        label: "Momentum",
        formula: "b ← μ b + g; θ ← θ - lr · b",
        help: "A heavy ball: rolls on through small bumps and flat stretches, and overshoots.",
        params: &[learning_rate(1e-3), MOMENTUM, WEIGHT_DECAY],
        torch: Torch::call("torch.optim.SGD(parameters, lr={lr}, momentum={momentum}, weight_decay={weight_decay})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { momentum: settings.number("momentum"), weight_decay: settings.number("weight_decay") }
    }
}

impl Optimizer for Momentum {
    const STATE: &'static [&'static str] = &["momentum_buffer"];

    fn set_momentum(&mut self, momentum: f64) {
        self.momentum = momentum;
    }

    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        heavy_ball((self.momentum, self.weight_decay, false), step.lr, params, gradient, state);
    }
}
