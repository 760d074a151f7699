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
    let (help, loss, norm) = (scenario.item().help, spoken(frame.loss), spoken(frame.grad_norm));
    Some(Story::calm(format!("{help} Here {value} {loss}, gradient norm {norm}{after}.")))
}
