//! What the backward pass does to the gradient, layer by layer: it dies, vanishes, explodes, or is too small everywhere.

use super::cause::Cause;
use super::{EXPLODING, Scene, Story, VANISHING, clip, relu, sentences, slower};
use crate::charts::spoken;
use crate::texts::story;

/// If the norm of the whole gradient is below this, the run makes no visible progress.
const STUCK: f64 = 1e-5;

pub fn tell(scene: &Scene) -> Option<Story> {
    let frame = scene.frame;
    if scene.run.through_time().is_some() {
        return None; // A recurrent network's backward pass goes through time.
    }
    let (first, last) = (frame.layers.first()?.grad_norm, frame.layers.last()?.grad_norm);
    let (layers, cause) = (scene.layers(), || Cause::of(scene.run, &scene.activation()));
    let ratio = first / last;
    if first == 0.0 {
        let cause = cause();
        let text = sentences([Some(story::dead(&layers, &spoken(last))), cause.sentence.clone()]);
        return Some(Story::warn(text, cause.then(vec![relu(), slower(scene.settings)])));
    }
    if ratio < VANISHING {
        let cause = cause();
        let vanishing = story::vanishing(&layers, &spoken(first), &spoken(last), &spoken(last / first));
        let text = sentences([Some(vanishing), cause.sentence.clone()]);
        return Some(Story::warn(text, cause.then(vec![relu()])));
    }
    if ratio > EXPLODING || frame.grad_norm > EXPLODING {
        let clipped = frame.clipped_grad_norm;
        let clipped = (clipped < frame.grad_norm).then(|| story::exploding_clipped(&spoken(clipped)));
        let remedies = if clipped.is_none() { vec![clip(), relu()] } else { vec![relu()] };
        let (norm, count) = (spoken(frame.grad_norm), frame.layers.len());
        let exploding = story::exploding(&norm, &count, &spoken(first), &spoken(last));
        let cause = cause();
        let text = sentences([Some(exploding), clipped, cause.sentence.clone()]);
        return Some(Story::warn(text, cause.then(remedies)));
    }
    let start = scene.first_loss();
    if frame.grad_norm < STUCK && frame.loss > 0.5 * start {
        let cause = cause();
        let stuck = story::stuck(&spoken(frame.grad_norm), &spoken(frame.loss), &spoken(start));
        let text = sentences([Some(stuck), cause.sentence.clone()]);
        return Some(Story::warn(text, cause.then(vec![relu()])));
    }
    None
}
