//! A batch or an example whose gradient is far longer than the others': a clip that acts on it alone is enough.

use super::{Candidate, Cause, Scene, changed, written};
use crate::clips::{AnyClip, CLIP, THRESHOLD};

/// A batch is special if its gradient is this many times longer than those of other batches at the same parameters.
const SPECIAL: f64 = 3.0;
/// An example is special if its loss is this many times the median of its batch.
const OUTLIER: f64 = 30.0;
/// The threshold leaves the other batches alone.
const ROOM: f64 = 2.0;

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    let Some(trigger) = scene.trigger else { return Vec::new() };
    if !matches!(AnyClip::build(scene.settings), AnyClip::Unclipped(_)) {
        return Vec::new();
    }
    let by_batch = trigger.against_others.is_some_and(|ratio| ratio >= SPECIAL);
    // In the full batch there are no others to compare with.
    let by_example = trigger.others.is_none()
        && trigger.worst.is_some_and(|worst| worst.loss >= OUTLIER * worst.median.max(f64::MIN_POSITIVE));
    if !(by_batch || by_example) {
        return Vec::new();
    }
    let usual = trigger.others.filter(|_| by_batch).or(scene.growth.map(|growth| growth.norms[0])).unwrap_or(1.0);
    let threshold = written(ROOM * usual);
    vec![changed(scene, Cause::DataSpike, &[(CLIP.id(), "norm"), (THRESHOLD.id(), &threshold)])]
}
