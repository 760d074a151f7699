//! Exponential decay (`torch.optim.lr_scheduler.ExponentialLR`).

use super::{GAMMA, Schedule, gamma};
use crate::math::power;
use crate::registry::{Described, Item, Settings, Torch};

/// lr(s) = lr · γˢ
#[derive(Clone, Copy, Debug)]
pub struct Exponential {
    /// γ
    pub gamma: f64,
}

impl Described for Exponential {
    const ITEM: Item = Item {
        id: "exponential",
        label: "Exponential",
        formula: "lr(s) = lr · γˢ",
        help: "Multiplied by the same factor in every step. All remaining steps together are as long as lr / (1 - γ) gradients.",
        params: &[gamma("The learning rate is multiplied by this after every step.", 0.995)],
        torch: || Torch::call("torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma={gamma})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gamma: settings.get(&GAMMA) }
    }
}

impl Schedule for Exponential {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.5",
            torch: "torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.995)",
            losses: &[],
            rates: &[0.5, 0.4975, 0.4950125],
            momentum: &[],
        },
        super::Example {
            settings: "lr=0.5&gamma=0.9",
            torch: "torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)",
            losses: &[],
            rates: &[0.5, 0.45, 0.405, 0.3645],
            momentum: &[],
        },
    ];

    fn lr(&self, base: f64, step: u64, _: &[f64]) -> f64 {
        base * power(self.gamma, step)
    }
}
