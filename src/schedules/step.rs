//! Steps down (`torch.optim.lr_scheduler.StepLR`).

use super::{GAMMA, Schedule, gamma, steps};
use crate::math::power;
use crate::registry::{Described, Item, Key, Settings, Torch};

/// lr(s) = lr · γ^⌊s / step_size⌋
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Steps between two reductions.
    pub step_size: u64,
    /// γ
    pub gamma: f64,
}

const STEP_SIZE: Key<u64> = steps("step_size", "Step size", "Steps between two reductions.", 300.0, 1);

impl Described for Step {
    const ITEM: Item = Item {
        id: "step",
        label: "Step",
        formula: "lr(s) = lr · γ^⌊s / step_size⌋",
        help: "Constant for a while, then a sudden drop. The loss often drops with it, because the noise of the batches does.",
        params: &[STEP_SIZE.param, gamma("Each reduction multiplies the learning rate by this.", 0.1)],
        torch: || Torch::call("torch.optim.lr_scheduler.StepLR(optimizer, {step_size}, gamma={gamma})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { step_size: settings.get(&STEP_SIZE), gamma: settings.get(&GAMMA) }
    }
}

impl Schedule for Step {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.5",
            torch: "torch.optim.lr_scheduler.StepLR(optimizer, 300, gamma=0.1)",
            losses: &[],
            rates: &[0.5, 0.5],
            momentum: &[],
        },
        super::Example {
            settings: "lr=0.5&step_size=2&gamma=0.5",
            torch: "torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)",
            losses: &[],
            rates: &[0.5, 0.5, 0.25, 0.25, 0.125, 0.125],
            momentum: &[],
        },
    ];

    fn lr(&self, base: f64, step: u64, _: &[f64]) -> f64 {
        base * power(self.gamma, step / self.step_size.max(1))
    }
}
