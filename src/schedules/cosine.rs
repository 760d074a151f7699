//! Cosine annealing (I. Loshchilov, F. Hutter, "SGDR", 2017, equation 5; `torch.optim.lr_scheduler.CosineAnnealingLR`).

use super::{Schedule, half_cosine, steps};
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// lr(s) = η_min + (lr - η_min)(1 + cos(π s / T_max)) / 2
#[derive(Clone, Copy, Debug)]
pub struct Cosine {
    /// Steps from the largest rate to the smallest.
    pub t_max: u64,
    /// The smallest rate.
    pub eta_min: f64,
}

const ETA_MIN: Key<f64> = Key::new(Param {
    key: "eta_min",
    seldom: true,
    label: "η_min",
    help: "The smallest learning rate.",
    default: Default::Value(0.0),
    range: Range::Log(0.0, 1000.0),
    ..Param::BASE
});

const T_MAX: Key<u64> = steps("t_max", "T_max", "Steps from the largest learning rate to the smallest.", 1000.0, 1);

impl Described for Cosine {
    const ITEM: Item = Item {
        id: "cosine",
        label: "Cosine",
        formula: "lr(s) = η_min + (lr − η_min)(1 + cos(π s / T_max)) / 2",
        help: "Falls slowly, then fast, then slowly. After T_max it rises again, as in PyTorch.",
        params: &[T_MAX.param, ETA_MIN.param],
        torch: || Torch::call("torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, {t_max}, eta_min={eta_min})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { t_max: settings.get(&T_MAX), eta_min: settings.get(&ETA_MIN) }
    }
}

impl Schedule for Cosine {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.5",
            torch: "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 1000, eta_min=0)",
            losses: &[],
            rates: &[0.5, 0.4999987663, 0.499995065214],
            momentum: &[],
        },
        super::Example {
            settings: "lr=0.5&t_max=4&eta_min=0.1",
            torch: "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4, eta_min=0.1)",
            losses: &[],
            rates: &[
                0.5,
                0.441421356237,
                0.3,
                0.158578643763,
                0.1,
                0.158578643763,
                0.3,
                0.441421356237,
                0.5,
                0.441421356237,
                0.3,
                0.158578643763,
                0.1,
                0.158578643763,
            ],
            momentum: &[],
        },
    ];

    fn lr(&self, base: f64, step: u64, _: &[f64]) -> f64 {
        // Reduce to one period, so that a late step's angle loses no digits.
        let t_max = self.t_max.max(1);
        let u = (step % (2 * t_max)) as f64 / t_max as f64;
        self.eta_min + (base - self.eta_min) * half_cosine(u)
    }
}
