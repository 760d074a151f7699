//! What the gradient does on its way back through the layers: it dies, vanishes, explodes, or nothing is left of it.

use super::cause::Cause;
use super::{EXPLODING, Scene, Story, VANISHING, clip, relu, slower};
use crate::charts::spoken;

/// Below this norm of the whole gradient nothing moves that one could see.
const STUCK: f64 = 1e-5;

pub fn tell(scene: &Scene) -> Option<Story> {
    let frame = scene.frame;
    if scene.run.through_time().is_some() {
        return None; // There the way back is one through time.
    }
    let (first, last) = (frame.layers.first()?.grad_norm, frame.layers.last()?.grad_norm);
    let (layers, cause) = (scene.layers(), || Cause::of(scene.run, &scene.activation()));
    let ratio = first / last;
    if first == 0.0 {
        let cause = cause();
        let text = format!(
            "Dead: behind {layers} the first layer's gradient is exactly 0, the last one's {}.{}",
            spoken(last),
            cause.said,
        );
        return Some(Story::warn(text, cause.then(vec![relu(), slower(scene.settings)])));
    }
    if ratio < VANISHING {
        let cause = cause();
        let text = format!(
            "Vanishing: behind {layers} the first layer's gradient is {}, the last one's {}: {} times smaller. The first \
             layers learn next to nothing.{}",
            spoken(first),
            spoken(last),
            spoken(last / first),
            cause.said,
        );
        return Some(Story::warn(text, cause.then(vec![relu()])));
    }
    if ratio > EXPLODING || frame.grad_norm > EXPLODING {
        let clipped = if frame.clipped_grad_norm < frame.grad_norm {
            format!(" Clipping shortens it to {}.", spoken(frame.clipped_grad_norm))
        } else {
            String::new()
        };
        let cause = cause();
        let text = format!(
            "Exploding: the gradient's norm is {}, the first of {} layers has {}, the last {}.{clipped}{}",
            spoken(frame.grad_norm),
            frame.layers.len(),
            spoken(first),
            spoken(last),
            cause.said,
        );
        let remedies = if clipped.is_empty() { vec![clip(), relu()] } else { vec![relu()] };
        return Some(Story::warn(text, cause.then(remedies)));
    }
    let start = scene.first_loss();
    if frame.grad_norm < STUCK && frame.loss > 0.5 * start {
        let cause = cause();
        let text = format!(
            "Stuck: the whole gradient has norm {}, so nothing moves, yet the loss is still {} (at the start {}).{}",
            spoken(frame.grad_norm),
            spoken(frame.loss),
            spoken(start),
            cause.said,
        );
        return Some(Story::warn(text, cause.then(vec![relu()])));
    }
    None
}
