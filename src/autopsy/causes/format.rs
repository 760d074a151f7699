//! The number format: finite in a wider one.

use super::{Candidate, Cause, Scene, changed};
use crate::autopsy::EventKind;
use crate::precisions::PRECISION;

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    // A point without a value has none in any format.
    if scene.leaves_domain {
        return Vec::new();
    }
    let wider: &[&str] = match scene.settings.get(&PRECISION).id {
        "f64" => &[],
        // A run that was thrown did not overflow; in f64 it would only be a little different.
        "f32" if scene.event.kind == EventKind::Thrown => &[],
        "f32" => &["f64"],
        _ => &["f32"],
    };
    wider.iter().map(|format| changed(scene, Cause::NumberFormat, &[(PRECISION.id(), format)])).collect()
}
