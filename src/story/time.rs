//! How far back in time the loss is felt.

use super::{EXPLODING, Scene, Story, VANISHING, clip, remedy};
use crate::charts::spoken;

pub fn tell(scene: &Scene) -> Option<Story> {
    let norms = scene.through_time?.last();
    let (start, end) = (norms[0], norms[norms.len() - 1]);
    let steps = norms.len() - 1;
    let numbers = format!("the loss is felt with {} at the last step and {} at the first", spoken(end), spoken(start));
    let ratio = start / end;
    if ratio < VANISHING {
        let text = format!(
            "Vanishing through time: over {steps} steps back, {numbers}. What was shown early is hardly learnt."
        );
        let shorter = remedy("Shorten the delay to 5", &[("delay", "5"), ("length", "6")]);
        return Some(Story::warn(text, vec![shorter]));
    }
    if ratio > EXPLODING {
        let text = format!("Exploding through time: over {steps} steps back, {numbers}.");
        let remedies = if scene.settings.choice("clip") == "none" { vec![clip()] } else { Vec::new() };
        return Some(Story::warn(text, remedies));
    }
    Some(Story::calm(format!("Over {steps} steps back, {numbers}.")))
}
