//! Linear warm-up (P. Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.2), then half a cosine.

use super::{Schedule, TOTAL_STEPS, half_cosine, steps};
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// lr(s) = lr · (s + 1) / warmup, then lr · (r + (1 - r)(1 + cos(π u)) / 2)
#[derive(Clone, Copy, Debug)]
pub struct WarmupCosine {
    /// Steps of the warm-up.
    pub warmup: u64,
    /// Total steps.
    pub total_steps: u64,
    /// r, the last rate over the largest.
    pub min_ratio: f64,
}

const MIN_RATIO: Key<f64> = Key::new(Param {
    key: "min_ratio",
    seldom: true,
    label: "Final fraction r",
    help: "The final learning rate as a fraction of the largest.",
    default: Default::Value(0.0),
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
});

const WARMUP: Key<u64> =
    steps("warmup", "Warm-up", "Steps over which the learning rate rises to its full value.", 50.0, 0);

impl Described for WarmupCosine {
    const ITEM: Item = Item {
        id: "warmup-cosine",
        label: "Warm-up, then cosine",
        formula: "lr(s) = lr · (s + 1) / warmup; then lr · (r + (1 − r)(1 + cos(π u)) / 2), u = (s − warmup) / (total − warmup)",
        help: "Small first steps, while moments and activations still change a lot, then half a cosine down.",
        params: &[WARMUP.param, TOTAL_STEPS.param, MIN_RATIO.param],
        torch: || Torch {
            call: "torch.optim.lr_scheduler.LambdaLR(optimizer, warmup_cosine({warmup}, {total_steps}, {min_ratio}))",
            define: "
def warmup_cosine(warmup, total_steps, min_ratio):
    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        u = min(step - warmup, max(total_steps - warmup, 0)) / max(total_steps - warmup, 1)
        return min_ratio + (1 - min_ratio) * (1 + torch.cos(torch.tensor(torch.pi * u, dtype=torch.float64)).item()) / 2

    return factor",
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            warmup: settings.get(&WARMUP),
            total_steps: settings.get(&TOTAL_STEPS),
            min_ratio: settings.get(&MIN_RATIO),
        }
    }
}

impl Schedule for WarmupCosine {
    // By hand, with cos 0, 1/√2, 0, −1/√2, −1 for u = 0, 1/4, 1/2, 3/4, 1: 0.5 · (0.1 + 0.9 (1 + cos π u) / 2).
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.5&warmup=2&total_steps=6&min_ratio=0.1",
            torch: "torch.optim.lr_scheduler.LambdaLR(optimizer, warmup_cosine(2, 6, 0.1))",
            losses: &[],
            rates: &[0.25, 0.5, 0.5, 0.434099025767, 0.275, 0.115900974233, 0.05, 0.05],
            momentum: &[],
        },
        super::Example {
            settings: "lr=0.5",
            torch: "torch.optim.lr_scheduler.LambdaLR(optimizer, warmup_cosine(50, 1000, 0))",
            losses: &[],
            rates: &[0.01, 0.02, 0.03],
            momentum: &[],
        },
    ];

    fn lr(&self, base: f64, step: u64, _: &[f64]) -> f64 {
        if step < self.warmup {
            return base * ((step + 1) as f64 / self.warmup as f64);
        }
        let length = self.total_steps.saturating_sub(self.warmup);
        let u = (step - self.warmup).min(length) as f64 / length.max(1) as f64;
        base * (self.min_ratio + (1.0 - self.min_ratio) * half_cosine(u))
    }
}
