//! The recurrent weights: with singular values of 1 or below, the product over the time steps does not grow.

use super::{Candidate, Cause, Scene, changed};
use crate::initializers::recurrences::{RECURRENT_GAIN, RECURRENT_INIT};

/// The gradient grows by at least this factor with each time step of the backward pass.
const GROWS: f64 = 1.02;

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    let grows = scene.trigger.and_then(|trigger| trigger.time).is_some_and(|(_, factor)| factor > GROWS);
    if !(grows && scene.settings.uses(&RECURRENT_INIT)) {
        return Vec::new();
    }
    let gain = scene.settings.get(&RECURRENT_GAIN);
    let orthogonal = scene.settings.get(&RECURRENT_INIT).id == "orthogonal";
    let gains =
        ["1", "0.9"].into_iter().filter(|value| !orthogonal || value.parse().is_ok_and(|value: f64| value < gain));
    gains
        .map(|value| {
            changed(scene, Cause::Recurrence, &[(RECURRENT_INIT.id(), "orthogonal"), (RECURRENT_GAIN.id(), value)])
        })
        .collect()
}
