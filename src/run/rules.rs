//! The rules that turn gradients into updates. Learning rate, schedule, optimizer and clip may change during a run.

use super::GradNoise;
use crate::clips::AnyClip;
use crate::optimizers::{AnyOptimizer, LR};
use crate::registry::Settings;
use crate::schedules::AnySchedule;

/// How a gradient becomes an update.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The optimizer.
    pub optimizer: AnyOptimizer,
    /// Its learning rate.
    pub lr: f64,
    /// The learning-rate schedule.
    pub schedule: AnySchedule,
    /// The clip, applied first.
    pub clip: AnyClip,
    /// Noise, added after clipping.
    pub noise: GradNoise,
}

impl Rule {
    /// The rule that the settings describe, without their live changes.
    pub fn of(settings: &Settings) -> Self {
        Self {
            optimizer: AnyOptimizer::build(settings),
            lr: settings.get(&LR),
            schedule: AnySchedule::build(settings),
            clip: AnyClip::build(settings),
            noise: GradNoise::of(settings),
        }
    }
}

/// Rules by the first step that each applies to.
#[derive(Clone, Debug)]
pub struct Rules(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    /// The first step that it applies to.
    from: u64,
    /// The first step with this kind of schedule.
    schedule_since: u64,
    /// The first step with this kind of clip.
    clip_since: u64,
    /// The first step with this kind of optimizer.
    optimizer_since: u64,
    rule: Rule,
}

impl Rules {
    /// One rule for the whole run.
    pub fn constant(rule: Rule) -> Self {
        Self(vec![Entry { from: 0, schedule_since: 0, clip_since: 0, optimizer_since: 0, rule }])
    }

    /// The rules of settings with live changes.
    pub fn of(settings: &Settings) -> Self {
        let mut rules = Self::constant(Rule::of(&settings.before_changes()));
        for from in settings.change_steps() {
            let rule = Rule::of(&settings.at(from));
            let last = &rules.0[rules.0.len() - 1];
            let same_schedule = last.rule.schedule.item().id == rule.schedule.item().id;
            let same_optimizer = last.rule.optimizer.item().id == rule.optimizer.item().id;
            let same_clip = last.rule.clip.item().id == rule.clip.item().id;
            rules.0.push(Entry {
                from,
                schedule_since: if same_schedule { last.schedule_since } else { from },
                clip_since: if same_clip { last.clip_since } else { from },
                optimizer_since: if same_optimizer { last.optimizer_since } else { from },
                rule,
            });
        }
        rules
    }

    /// The rule for the update of `step`.
    pub fn at(&self, step: u64) -> &Rule {
        &self.entry(step).rule
    }

    /// The rule of the step before `step`.
    pub fn before(&self, step: u64) -> &Rule {
        step.checked_sub(1).map_or(&self.0[0].rule, |previous| self.at(previous))
    }

    /// Updates before `step` under its schedule.
    pub fn scheduled(&self, step: u64) -> u64 {
        step - self.entry(step).schedule_since
    }

    /// The first step of the clip that is in force at `step`.
    pub fn clip_since(&self, step: u64) -> u64 {
        self.entry(step).clip_since
    }

    /// Updates before `step` under its optimizer.
    pub fn updates(&self, step: u64) -> u64 {
        step - self.entry(step).optimizer_since
    }

    /// Whether the rules change at `step`.
    #[inline(always)]
    pub fn changes_at(&self, step: u64) -> bool {
        self.0.len() > 1 && self.0[1..].iter().any(|entry| entry.from == step)
    }

    /// Fast path: most runs have one rule, and every step asks for it several times.
    #[inline(always)]
    fn entry(&self, step: u64) -> &Entry {
        match &self.0[..] {
            [only] => only,
            _ => self.search(step),
        }
    }

    #[inline(never)]
    fn search(&self, step: u64) -> &Entry {
        let later = self.0[1..].partition_point(|entry| entry.from <= step);
        &self.0[later]
    }
}
