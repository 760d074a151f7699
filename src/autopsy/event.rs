//! What happened to a run, and what grew before that.

use super::reading::median;
use super::{Jump, Passed, Reading};
use crate::run::Status;
use serde::{Deserialize, Serialize};

/// The present loss is the median over this many steps: batches blur it.
const SPAN: usize = 9;
/// A gradient this many times its usual norm has begun to grow.
const GROWN: f64 = 2.0;
/// A jump is one step with this share of the growth, on a logarithmic scale.
const JUMP: f64 = 0.7;
/// The usual norm is looked for in so many steps before the event.
const WINDOW: usize = 200;

/// What happened to the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// How it ended.
    pub kind: EventKind,
    /// The step with the first number that was not finite, or the step whose update threw the run.
    pub step: u64,
    /// Where the first number was not finite: its layer and what it was. Empty for a run that was thrown.
    pub layer: String,
    /// See [`Self::layer`].
    pub quantity: String,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// A number was no longer finite.
    Diverged,
    /// One step took it far away, with a finite loss.
    Thrown,
}

/// The growth of the gradient before the event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// The last step before it grew.
    pub from: u64,
    /// The last finite step; for a run that was thrown, the step that threw it.
    pub to: u64,
    /// The gradient norm at these two steps.
    pub norms: [f64; 2],
    /// The factor of a step, a geometric mean.
    pub factor: f64,
    /// The first step at which it has grown.
    pub set_in: u64,
    /// The layer whose gradient grew most, and its norms; `None` if there are no layers to compare.
    pub layer: Option<(String, [f64; 2])>,
}

impl Event {
    /// The event of a run with these readings, one for each step from 0, which ended like this.
    pub fn of(readings: &[Reading], status: &Status) -> Option<Self> {
        match status {
            Status::Diverged(what) => Some(Self {
                kind: EventKind::Diverged,
                step: what.step,
                layer: what.layer.clone(),
                quantity: what.quantity.into(),
            }),
            Status::Running => thrown(readings).map(|step| Self {
                kind: EventKind::Thrown,
                step,
                layer: String::new(),
                quantity: String::new(),
            }),
        }
    }
}

/// The step that threw the run far away, by the rule of the verdict.
fn thrown(readings: &[Reading]) -> Option<u64> {
    let passed = |reading: &Reading| Passed {
        step: reading.step,
        loss: reading.loss,
        grad_norm: reading.gradient,
        moved: reading.moved,
    };
    let jump = Jump::largest(&readings.iter().map(passed).collect::<Vec<_>>())?;
    let lately = readings.len().saturating_sub(SPAN.min(jump.rows_after));
    let now = median(readings[lately..].iter().map(|reading| reading.loss));
    (jump.is_large() && jump.is_worse(now)).then_some(jump.step)
}

impl Growth {
    /// Of the gradient before the event; `None` if no step before it is finite. The layer is filled in later.
    pub fn of(readings: &[Reading], event: &Event) -> Option<Self> {
        let end = readings.iter().rposition(|reading| reading.step <= event.step && reading.is_finite())?;
        let norm = |k: usize| readings[k].gradient;
        let first = end.saturating_sub(WINDOW);
        // The last step whose norm is usual, by all norms of the window up to it.
        let is_usual = |k: usize| norm(k) <= GROWN * median((first..=k).map(norm));
        let calm = (first..end).rev().find(|k| is_usual(*k)).unwrap_or(first);
        // If most of the growth is one jump, it sets in there.
        let rise = |k: usize| libm::log(norm(k) / norm(k - 1).max(f64::MIN_POSITIVE));
        let fastest = (calm + 1..=end).max_by(|a, b| rise(*a).total_cmp(&rise(*b))).unwrap_or(end);
        let jumps = fastest > calm && rise(fastest) >= JUMP * libm::log(norm(end) / norm(calm));
        let set_in = if jumps { fastest } else { (calm + 1).min(end) };
        let from = set_in.saturating_sub(1).max(first);
        let steps = (end - from).max(1) as f64;
        Some(Self {
            from: readings[from].step,
            to: readings[end].step,
            norms: [norm(from), norm(end)],
            factor: libm::pow(norm(end) / norm(from), 1.0 / steps),
            set_in: readings[set_in].step,
            layer: None,
        })
    }

    /// Whether it grew in a single step.
    pub fn is_jump(&self) -> bool {
        self.to <= self.from + 1
    }
}
