//! Schedules, in order of difficulty: how the learning rate changes from step to step, one file each.

mod constant;

pub use constant::Constant;

use crate::registry::family;

/// A rule for the learning rate.
pub trait Schedule {
    /// The learning rate of `step`'s update, where `base` is the one that the settings name. `memory` is empty before
    /// the first step.
    fn lr(&self, base: f64, step: u64, memory: &[f64]) -> f64;

    /// Takes note of a step's loss, after its update.
    fn observe(&self, _loss: f64, _memory: &mut Vec<f64>) {}
}

family! { ($)
    /// The schedule chosen by the settings.
    pub enum AnySchedule: "schedule" as each_schedule {
        constant::Constant,
    }
}

impl AnySchedule {
    /// [`Schedule::lr`].
    pub fn lr(&self, base: f64, step: u64, memory: &[f64]) -> f64 {
        each_schedule!(self, schedule => schedule.lr(base, step, memory))
    }

    /// [`Schedule::observe`].
    pub fn observe(&self, loss: f64, memory: &mut Vec<f64>) {
        each_schedule!(self, schedule => schedule.observe(loss, memory));
    }
}
