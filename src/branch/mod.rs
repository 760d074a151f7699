//! A branch of a run: the same run with a few settings changed, computed beside it for a number of steps.
//!
//! A branch starts where the page would apply the change: at the present step, if all keys may change live, and
//! otherwise at step 0. The run's own live changes stay in force. From the present step on, they keep their places on the
//! timeline; a branch from step 0 has from the beginning what is in force at the present step.

mod cost;
mod outcome;

pub use cost::{eval_cost, step_cost};
pub use outcome::{How, Outcome, test_loss};

use crate::registry::Settings;
use crate::run::{AnyRun, Moment, RunView, Status};
use crate::schema::find;
use serde::{Deserialize, Serialize};

/// Where a branch starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// At the run's present step.
    Here,
    /// At step 0.
    Start,
}

/// Most evaluations over all rows that the outcome is a mean of.
const MOST_EVALUATIONS: u64 = 8;

/// A branch in progress.
pub struct Branch {
    settings: Settings,
    run: AnyRun,
    kind: Kind,
    from: u64,
    steps: u64,
    /// The steps at which the loss is evaluated, the last one first.
    due: Vec<u64>,
    /// Losses over all rows: at the first step, and at those that were due.
    first: f64,
    found: Vec<f64>,
}

impl Kind {
    /// Of a change of these keys, for a run that stands at `step`. A run that has diverged, or has made no step, starts
    /// again.
    pub fn of<'a>(mut keys: impl Iterator<Item = &'a str>, run: &dyn RunView) -> Self {
        let goes_on = run.frame().step > 0 && run.frame().status == Status::Running;
        let live = |key| find(key).is_some_and(|setting| setting.is_live());
        if goes_on && keys.all(live) { Self::Here } else { Self::Start }
    }

    /// The settings of a branch with these changes, for a run that stands at `step`.
    pub fn settings(self, settings: &Settings, step: u64, changes: &[(&str, &str)]) -> Settings {
        if changes.is_empty() {
            return settings.clone();
        }
        if self == Self::Start {
            return settings.at(step).with(changes);
        }
        let mut changed = settings.clone();
        for (key, value) in changes {
            // A value out of range is clamped; the keys are live.
            changed.change(step, key, value).ok();
        }
        changed
    }
}

impl Branch {
    /// A branch of `steps` steps with these settings: from `moment`, or from step 0 without one. The data file is that of
    /// the settings.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn new(settings: Settings, file: Option<&[u8]>, moment: Option<&Moment>, steps: u64) -> Result<Self, String> {
        let mut run = match moment {
            Some(moment) => AnyRun::resumed(&settings, file, moment)?,
            None => AnyRun::new(&settings, file)?,
        };
        let kind = if moment.is_some() { Kind::Here } else { Kind::Start };
        let from = run.frame().step;
        let first = run.evaluate(1);
        let due = due(&run, from, steps);
        Ok(Self { settings, run, kind, from, steps, due, first, found: Vec::new() })
    }

    /// Makes up to `budget` more steps. Returns whether the branch is done.
    pub fn advance(&mut self, mut budget: u64) -> bool {
        while !self.is_done() && budget > 0 {
            let now = self.run.frame().step;
            let next = self.due.last().copied().unwrap_or(self.from + self.steps);
            let count = (next - now).min(budget);
            self.run.step(count);
            budget -= count.max(1).min(budget);
            if self.run.frame().step == next && self.due.last() == Some(&next) {
                self.due.pop();
                if self.run.frame().status == Status::Running {
                    self.found.push(self.run.evaluate(1));
                }
            }
        }
        self.is_done()
    }

    /// Whether all steps are made, or the branch has diverged.
    pub fn is_done(&self) -> bool {
        self.run.frame().status != Status::Running || self.run.frame().step >= self.from + self.steps
    }

    /// Where it stands, for progress: steps made, and all steps.
    pub fn made(&self) -> (u64, u64) {
        (self.run.frame().step - self.from, self.steps)
    }

    /// The settings of the branch, with the changes.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The branch as a run.
    pub fn run(&self) -> &dyn RunView {
        self.run.view()
    }

    /// How it ended.
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self)
    }
}

/// Evaluations are spread over the last quarter of the branch: one loss of a run that bounces may be low by chance.
/// Together they cost at most about as much as the branch's steps.
fn due(run: &AnyRun, from: u64, steps: u64) -> Vec<u64> {
    let afford = steps * step_cost(run.view()) / eval_cost(run.view()).max(1);
    let count = afford.clamp(1, MOST_EVALUATIONS);
    let apart = (steps / 4 / count).max(1);
    (0..count).map_while(|k| (k * apart < steps).then(|| from + steps - k * apart)).collect()
}

#[cfg(test)]
mod tests;
