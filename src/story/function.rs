//! Where there are no layers to compare: what is to be watched in the scenario, and where the run is.

use super::{Scene, Story};
use crate::charts::spoken;
use crate::scenarios;

pub fn tell(Scene { settings, frame, .. }: &Scene) -> Option<Story> {
    let scenario = scenarios::of(settings);
    if scenario.uses().contains(&"hidden_layers") && frame.layers.len() > 1 {
        return None;
    }
    let value = if scenario.has(settings).layers { "the loss is" } else { "f =" };
    let clipped = frame.clipped_grad_norm < frame.grad_norm;
    let after = if clipped { format!(", clipped to {}", spoken(frame.clipped_grad_norm)) } else { String::new() };
    let (loss, norm) = (spoken(frame.loss), spoken(frame.grad_norm));
    let text = format!("Here {value} {loss}, gradient norm {norm}{after}.");
    Some(Story { about: Some(scenario.item().id), ..Story::calm(text) })
}
