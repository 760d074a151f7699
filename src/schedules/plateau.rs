//! Reduce on plateau (`torch.optim.lr_scheduler.ReduceLROnPlateau`), stepped with the loss after every update.

use super::{Schedule, steps};
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// How much better than the best loss a loss has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThresholdMode {
    /// Below best · (1 - threshold).
    Rel,
    /// Below best - threshold.
    Abs,
}

/// lr ← max(factor · lr, min_lr) if the loss has not improved for more than `patience` steps.
#[derive(Clone, Copy, Debug)]
pub struct Plateau {
    /// Factor of the learning rate.
    pub factor: f64,
    /// Steps without improvement that are tolerated.
    pub patience: u64,
    /// The smallest improvement that counts.
    pub threshold: f64,
    /// Whether it is relative or absolute.
    pub threshold_mode: ThresholdMode,
    /// Steps after a reduction that are ignored.
    pub cooldown: u64,
    /// The smallest rate.
    pub min_lr: f64,
    /// Smaller reductions are skipped.
    pub eps: f64,
}

/// Length of its memory: the rate, the base rate that it came from, the best loss, bad steps, remaining cool-down
/// steps.
const FIELDS: usize = 5;

const FACTOR: Key<f64> = Key::new(Param {
    key: "factor",
    label: "Factor",
    help: "Each reduction multiplies the learning rate by this.",
    default: Default::Value(0.5),
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
});

const PLATEAU_THRESHOLD: Key<f64> = Key::new(Param {
    key: "plateau_threshold",
    seldom: true,
    label: "Smallest improvement",
    help: "A loss counts as better if it is lower than the best one by this much.",
    default: Default::Value(1e-4),
    range: Range::Log(0.0, 1.0),
    ..Param::BASE
});

const THRESHOLD_MODE: Key<&'static Item> = Key::new(Param {
    key: "threshold_mode",
    label: "Improvement",
    help: "Whether the smallest improvement is a fraction of the best loss or an absolute difference.",
    range: Range::Choice(&[
        Item { id: "rel", label: "Relative", ..Item::BASE },
        Item { id: "abs", label: "Absolute", ..Item::BASE },
    ]),
    ..Param::BASE
});

const MIN_LR: Key<f64> = Key::new(Param {
    key: "min_lr",
    seldom: true,
    label: "Smallest rate",
    help: "The learning rate never falls below this.",
    default: Default::Value(0.0),
    range: Range::Log(0.0, 1000.0),
    ..Param::BASE
});

const PATIENCE: Key<u64> = steps("patience", "Patience", "Steps without improvement that are tolerated.", 50.0, 0);

const COOLDOWN: Key<u64> = steps("cooldown", "Cool-down", "Steps after a reduction that are not counted.", 0.0, 0);

impl Described for Plateau {
    const ITEM: Item = Item {
        id: "plateau",
        label: "Reduce on plateau",
        formula: "lr ← factor · lr after more than `patience` steps without a better loss",
        help: "Takes smaller steps only when the loss has stopped falling.",
        params: &[
            FACTOR.param,
            PATIENCE.param,
            PLATEAU_THRESHOLD.param,
            THRESHOLD_MODE.param,
            COOLDOWN.param,
            MIN_LR.param,
        ],
        torch: || {
            Torch::call(
                "torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor={factor}, patience={patience}, \
             threshold={plateau_threshold}, threshold_mode=\"{threshold_mode}\", cooldown={cooldown}, min_lr={min_lr})",
            )
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            factor: settings.get(&FACTOR),
            patience: settings.get(&PATIENCE),
            threshold: settings.get(&PLATEAU_THRESHOLD),
            threshold_mode: match settings.get(&THRESHOLD_MODE).id {
                "abs" => ThresholdMode::Abs,
                _ => ThresholdMode::Rel,
            },
            cooldown: settings.get(&COOLDOWN),
            min_lr: settings.get(&MIN_LR),
            eps: 1e-8,
        }
    }
}

impl Schedule for Plateau {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.5",
            torch: r#"torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=50, threshold=0.0001, threshold_mode="rel", cooldown=0, min_lr=0)"#,
            losses: &[],
            rates: &[0.5, 0.5],
            momentum: &[],
        },
        super::Example {
            settings: "lr=0.5&patience=2",
            torch: r#"torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2, threshold=0.0001, threshold_mode="rel", cooldown=0, min_lr=0)"#,
            losses: &[1.0],
            rates: &[0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.0625, 0.0625],
            momentum: &[],
        },
        super::Example {
            settings: "lr=0.5&patience=1&cooldown=1",
            torch: r#"torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1, threshold=0.0001, threshold_mode="rel", cooldown=1, min_lr=0)"#,
            losses: &[1.0, 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95],
            rates: &[0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.0625, 0.0625, 0.0625],
            momentum: &[],
        },
        super::Example {
            settings: "lr=0.5&patience=0&factor=0.25&plateau_threshold=0.1&threshold_mode=abs&min_lr=0.05",
            torch: r#"torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.25, patience=0, threshold=0.1, threshold_mode="abs", cooldown=0, min_lr=0.05)"#,
            losses: &[1.0, 0.95, 0.8, 0.75],
            rates: &[0.5, 0.5, 0.125, 0.125, 0.05, 0.05],
            momentum: &[],
        },
    ];

    fn lr(&self, base: f64, _: u64, memory: &[f64]) -> f64 {
        match *memory {
            // A new base rate replaces the reduced one.
            [lr, from, ..] if from == base => lr,
            _ => base,
        }
    }

    fn observe(&self, base: f64, loss: f64, memory: &mut Vec<f64>) {
        let lr = self.lr(base, 0, memory);
        if memory.is_empty() {
            memory.resize(FIELDS, 0.0);
            memory[2] = f64::INFINITY;
        }
        let [_, _, mut best, mut bad, mut rest] = *memory.as_slice() else { return };
        let wanted = match self.threshold_mode {
            ThresholdMode::Rel => best * (1.0 - self.threshold),
            ThresholdMode::Abs => best - self.threshold,
        };
        if loss < wanted {
            (best, bad) = (loss, 0.0);
        } else {
            bad += 1.0;
        }
        if rest > 0.0 {
            (rest, bad) = (rest - 1.0, 0.0);
        }
        let mut next = lr;
        if bad > self.patience as f64 {
            let reduced = (lr * self.factor).max(self.min_lr);
            if lr - reduced > self.eps {
                next = reduced;
            }
            (rest, bad) = (self.cooldown as f64, 0.0);
        }
        memory.copy_from_slice(&[next, base, best, bad, rest]);
    }
}
