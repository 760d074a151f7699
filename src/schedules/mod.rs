//! Learning-rate schedules, in order of difficulty, one file each.
//!
//! Formulas, names and most defaults are those of `torch.optim.lr_scheduler`, with PyTorch's epochs as steps. A
//! schedule that is chosen during a run starts at that step. Changing the learning rate scales it.

mod constant;
mod cosine;
mod exponential;
mod one_cycle;
mod plateau;
mod step;
mod warmup_cosine;

pub use constant::Constant;
pub use cosine::Cosine;
pub use exponential::Exponential;
pub use one_cycle::{Anneal, OneCycle};
#[cfg(test)]
pub use oracle::Example;
pub use plateau::{Plateau, ThresholdMode};
pub use step::Step;
pub use warmup_cosine::WarmupCosine;

use crate::registry::{Default, Item, Key, Param, Range, default_choice, family};

/// A rule for the learning rate.
pub trait Schedule {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// The learning rate of an update. `base` is the learning rate of the settings; `step` counts the updates made
    /// under this schedule before. `memory` is empty before the first.
    fn lr(&self, base: f64, step: u64, memory: &[f64]) -> f64;

    /// The momentum (or β₁) that replaces the optimizer's own, if the schedule sets it.
    fn momentum(&self, _step: u64) -> Option<f64> {
        None
    }

    /// Observes a step's loss after its update.
    fn observe(&self, _base: f64, _loss: f64, _memory: &mut Vec<f64>) {}
}

family! { ($)
    /// The schedule chosen by the settings.
    pub enum AnySchedule: SCHEDULE as each_schedule {
        constant::Constant,
        step::Step,
        exponential::Exponential,
        cosine::Cosine,
        warmup_cosine::WarmupCosine,
        one_cycle::OneCycle,
        plateau::Plateau,
    }
}

/// The setting that chooses the schedule.
pub const SCHEDULE: Key<&'static Item> = Key::new(Param {
    key: "schedule",
    label: "Schedule",
    help: "How the learning rate changes from step to step.",
    default: default_choice(AnySchedule::ITEMS, "constant"),
    range: Range::Choice(AnySchedule::ITEMS),
    ..Param::BASE
});

impl AnySchedule {
    /// [`Schedule::lr`].
    pub fn lr(&self, base: f64, step: u64, memory: &[f64]) -> f64 {
        each_schedule!(self, schedule => schedule.lr(base, step, memory))
    }

    /// [`Schedule::momentum`].
    pub fn momentum(&self, step: u64) -> Option<f64> {
        each_schedule!(self, schedule => schedule.momentum(step))
    }

    /// [`Schedule::observe`].
    pub fn observe(&self, base: f64, loss: f64, memory: &mut Vec<f64>) {
        each_schedule!(self, schedule => schedule.observe(base, loss, memory));
    }
}

/// A parameter that counts steps.
const fn steps(key: &'static str, label: &'static str, help: &'static str, default: f64, least: u64) -> Key<u64> {
    let range = Range::Integer(least, 10_000_000);
    Key::new(Param { key, label, help, unit: "steps", default: Default::Value(default), range, ..Param::BASE })
}

/// The decay factor.
const GAMMA: Key<f64> = Key::new(gamma("Each reduction multiplies the learning rate by this.", 0.1));

/// The decay factor with one schedule's help and default.
const fn gamma(help: &'static str, default: f64) -> Param {
    let range = Range::Linear(0.0, 1.0);
    Param { key: "gamma", label: "Factor γ", help, default: Default::Value(default), range, ..Param::BASE }
}

const TOTAL_STEPS: Key<u64> = steps(
    "total_steps",
    "Total steps",
    "Steps until the learning rate has reached its final value, where it stays.",
    1000.0,
    1,
);

/// Half a cosine from 1 to 0 while `u` goes from 0 to 1.
fn half_cosine(u: f64) -> f64 {
    0.5 * (1.0 + libm::cos(std::f64::consts::PI * u))
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizers::LR;
    use crate::registry::Settings;

    fn every_schedule() -> impl Iterator<Item = AnySchedule> {
        AnySchedule::ITEMS.iter().map(|item| AnySchedule::named(item.id, &Settings::default()))
    }

    #[test]
    fn every_rate_is_finite_never_negative_and_never_above_the_one_chosen() {
        for schedule in every_schedule() {
            let mut memory = Vec::new();
            let base = Settings::default().get(&LR);
            for step in (0..3000).chain([10_000_000, u64::MAX]) {
                let lr = schedule.lr(base, step, &memory);
                assert!((0.0..=base * (1.0 + 1e-12)).contains(&lr), "{schedule:?} at {step}: {lr}");
                assert!(schedule.momentum(step).is_none_or(|m| (0.0..1.0).contains(&m)), "{schedule:?} at {step}");
                schedule.observe(base, if step % 7 == 0 { f64::NAN } else { 1.0 }, &mut memory);
            }
        }
    }

    #[test]
    fn twice_the_rate_chosen_is_twice_the_rate_at_every_step() {
        for schedule in every_schedule().filter(|schedule| !matches!(schedule, AnySchedule::OneCycle(_))) {
            for step in 0..2000 {
                let (once, twice) = (schedule.lr(0.1, step, &[]), schedule.lr(0.2, step, &[]));
                assert!((twice - 2.0 * once).abs() < 1e-15, "{schedule:?} at {step}");
            }
        }
    }
}
