//! The number format: finite in a wider one.

use super::{Candidate, Cause, Scene, changed};
use crate::precisions::PRECISION;

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    let wider: &[&str] = match scene.settings.get(&PRECISION).id {
        "f64" => &[],
        "f32" => &["f64"],
        _ => &["f32"],
    };
    wider.iter().map(|format| changed(scene, Cause::NumberFormat, &[(PRECISION.id(), format)])).collect()
}
