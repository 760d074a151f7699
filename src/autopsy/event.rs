//! What happened to a run, and what grew before that.

use super::Reading;
use super::reading::median;
use crate::run::Status;
use serde::{Deserialize, Serialize};

/// An update this many times longer than the usual one throws the run, if the loss is higher afterwards than before.
const FAR: f64 = 8.0;
/// The same for a loss that is only higher than at that very step: at the edge of a cliff the loss is low.
const VERY_FAR: f64 = 20.0;
/// The loss before and after a step is compared over this many steps.
const SPAN: usize = 10;
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

/// The step whose update is the longest, if it is far longer than those before and the loss stays higher afterwards.
fn thrown(readings: &[Reading]) -> Option<u64> {
    let after_it = readings.len().checked_sub(2)?;
    let far = readings[..=after_it].iter().enumerate().filter(|(_, reading)| reading.update.is_finite());
    let (at, longest) = far.max_by(|a, b| a.1.update.total_cmp(&b.1.update))?;
    let usual_of = |those: &[Reading]| median(those.iter().map(|reading| reading.update));
    let all = usual_of(readings);
    let usual = if at < 3 { all } else { all.min(usual_of(&readings[..at])) };
    let level = |those: &[Reading]| median(those.iter().map(|reading| reading.loss));
    let before = level(&readings[(at + 1).saturating_sub(SPAN)..=at]);
    let after = level(&readings[at + 1..(at + 1 + SPAN).min(readings.len())]);
    let far = |times: f64| longest.update > times * usual;
    ((far(FAR) && after > before) || (far(VERY_FAR) && after > longest.loss)).then_some(longest.step)
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
