//! Scenarios without layers to compare: what to watch there, and where the run is.

use super::{Scene, Story};
use crate::charts::spoken;
use crate::scenarios;
use crate::texts::story;

pub fn tell(Scene { settings, frame, .. }: &Scene) -> Option<Story> {
    let scenario = scenarios::of(settings);
    if scenario.uses().contains(&"hidden_layers") && frame.layers.len() > 1 {
        return None;
    }
    let is_clipped = frame.clipped_grad_norm < frame.grad_norm;
    let (loss, norm, clipped) = (spoken(frame.loss), spoken(frame.grad_norm), spoken(frame.clipped_grad_norm));
    let text = match (scenario.has(settings).layers, is_clipped) {
        (true, true) => story::loss_clipped(&loss, &norm, &clipped),
        (true, false) => story::loss_now(&loss, &norm),
        (false, true) => story::function_clipped(&loss, &norm, &clipped),
        (false, false) => story::function_now(&loss, &norm),
    };
    Some(Story { about: Some(scenario.item().id), ..Story::calm(text.into_owned()) })
}
