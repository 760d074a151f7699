//! What turns gradients into steps, and from which step on: learning rate, schedule, optimizer and clip may change live.

use crate::clips::AnyClip;
use crate::optimizers::AnyOptimizer;
use crate::schedules::AnySchedule;
use crate::settings::Settings;

/// How a gradient becomes a step.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The optimizer.
    pub optimizer: AnyOptimizer,
    /// Its learning rate.
    pub lr: f64,
    /// How that changes from step to step.
    pub schedule: AnySchedule,
    /// What is done to a large gradient first.
    pub clip: AnyClip,
}

impl Rule {
    /// The rule that the settings describe, their live changes apart.
    pub fn of(settings: &Settings) -> Self {
        Self {
            optimizer: AnyOptimizer::build(settings),
            lr: settings.number("lr"),
            schedule: AnySchedule::build(settings),
            clip: AnyClip::build(settings),
        }
    }
}

/// Rules by the step whose update they make first.
#[derive(Clone, Debug)]
pub struct Rules(Vec<(u64, Rule)>);

impl Rules {
    /// One rule for the whole run.
    pub fn constant(rule: Rule) -> Self {
        Self(vec![(0, rule)])
    }

    /// The rules of settings with live changes.
    pub fn of(settings: &Settings) -> Self {
        let mut rules = Self::constant(Rule::of(&settings.before_changes()));
        for step in settings.change_steps() {
            rules.0.push((step, Rule::of(&settings.at(step))));
        }
        rules
    }

    /// The rule that makes the update of `step`.
    pub fn at(&self, step: u64) -> &Rule {
        let later = self.0[1..].partition_point(|(from, _)| *from <= step);
        &self.0[later].1
    }

    /// The rule whose state a run arrives at `step` with.
    pub fn before(&self, step: u64) -> &Rule {
        step.checked_sub(1).map_or(&self.0[0].1, |previous| self.at(previous))
    }
}
