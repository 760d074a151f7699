//! A live change: without it, the same run goes on.

use super::{Candidate, Cause, Scene};
use crate::schema::find;

/// The step of the change, beside its key and the value before. It is no setting.
pub const AT: &str = "at";
/// Less than any change of a rule or a start.
pub const SIZE: f64 = 0.05;

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    let changes = scene.settings.changes();
    // The last change before the event comes first.
    let before = (0..changes.len()).rev().filter(|k| changes[*k].step <= scene.event.step);
    let without = |left_out: usize| {
        let mut settings = scene.settings.before_changes();
        for (_, change) in changes.iter().enumerate().filter(|(k, _)| *k != left_out) {
            settings.change(change.step, change.key, &change.value).ok();
        }
        let change = &changes[left_out];
        let value = find(change.key).map(|key| settings.at(change.step).value(key)).unwrap_or_default();
        let named = vec![(change.key.to_string(), value), (AT.to_string(), change.step.to_string())];
        (Cause::LiveChange, named, settings)
    };
    before.map(without).collect()
}
