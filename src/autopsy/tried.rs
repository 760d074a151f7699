//! One counterfactual: the same run with one thing changed.

use super::{Cause, Reading};
use crate::registry::Settings;
use crate::run::{AnyRun, Status};
use serde::{Deserialize, Serialize};

/// A counterfactual and how it went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The cause that it stands for.
    pub cause: Cause,
    /// What was changed: keys and values.
    pub changes: Vec<(String, String)>,
    /// Its settings string.
    pub settings: String,
    /// How large the change is, in doublings: see [`Cause`].
    pub size: f64,
    /// Its last step.
    pub step: u64,
    /// The mean loss of its last steps; NaN if it diverged.
    pub loss: f64,
    /// The step at which it diverged.
    pub diverged: Option<u64>,
    /// Whether it stays near: finite, and with a loss no higher than before the event.
    pub holds: bool,
}

/// A counterfactual that is being computed.
pub struct Trial {
    pub cause: Cause,
    pub changes: Vec<(String, String)>,
    settings: Settings,
    run: AnyRun,
    to: u64,
    pub readings: Vec<Reading>,
}

/// What a counterfactual has to keep: the loss before the event, and that of the run after it.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// The loss before the growth.
    pub before: f64,
    /// The loss of the run after the event; infinite if it diverged.
    pub after: f64,
    /// The step of the event.
    pub event: u64,
}

impl Trial {
    /// The run with these settings, up to step `to`.
    pub fn new(
        (cause, changes, settings): (Cause, Vec<(String, String)>, Settings),
        file: Option<&[u8]>,
        to: u64,
    ) -> Result<Self, String> {
        let run = AnyRun::new(&settings, file)?;
        let readings = vec![Reading::of(run.view())];
        Ok(Self { cause, changes, settings, run, to, readings })
    }

    /// Makes up to `steps` steps; returns whether it is done.
    pub fn advance(&mut self, steps: u64) -> bool {
        for _ in 0..steps {
            if self.is_done() {
                break;
            }
            self.run.advance(1);
            self.readings.push(Reading::of(self.run.view()));
        }
        self.is_done()
    }

    fn is_done(&self) -> bool {
        self.run.frame().status != Status::Running || self.run.frame().step >= self.to
    }

    /// Share of its steps that is made.
    pub fn done(&self) -> f64 {
        self.run.frame().step as f64 / self.to.max(1) as f64
    }

    /// How it went, beside the run whose first reading is `first`.
    pub fn tried(&self, first: &Reading, level: Level) -> Tried {
        let diverged = match &self.run.frame().status {
            Status::Diverged(what) => Some(what.step),
            Status::Running => None,
        };
        let losses = |from: usize| self.readings[from..].iter().map(|reading| reading.loss);
        let count = (self.readings.len() / 4).clamp(1, 32);
        let loss = losses(self.readings.len() - count).sum::<f64>() / count as f64;
        // Near: no loss that is far above the one before, and at the end none that is higher.
        let highest = losses(0).fold(f64::NEG_INFINITY, f64::max);
        let far = level.before + 10.0 * (level.before.abs() + first.loss.abs().min(level.before.abs()));
        let near = diverged.is_none() && loss.is_finite() && highest.is_finite();
        let holds = near
            && loss <= level.before * (1.0 + 0.02 * level.before.signum())
            && highest <= far.max(first.loss)
            && loss < level.after;
        Tried {
            cause: self.cause,
            changes: self.changes.clone(),
            settings: self.settings.canonical(),
            size: self.cause.size(&self.changes, &self.readings, first, level.event),
            step: self.run.frame().step,
            loss: if diverged.is_none() { loss } else { f64::NAN },
            diverged,
            holds,
        }
    }
}
