//! A run that is lost.

use super::{Scene, Story, Tone, clip, remedy, slower};
use crate::charts::short;
use crate::registry::apart;
use crate::run::Status;

pub fn tell(scene: &Scene) -> Option<Story> {
    let Status::Diverged(what) = &scene.frame.status else { return None };
    apart(|| {
        let is_function = scene.run.problem().domain().is_some();
        // A function has no layers, but the point where it is looked at.
        let place = if is_function { String::new() } else { format!(" in layer {}", short(&what.layer)) };
        let mut text =
            format!("Diverged at step {}: the {}{place} is no longer a finite number.", what.step, what.quantity);
        // No step has been made, so that neither a shorter one nor a clip can help.
        let remedies = if what.step > 0 {
            text += " The history up to there is kept.";
            vec![clip(), slower(scene.settings)]
        } else if is_function {
            text += " No step has been made: the function has no finite value where the descent starts.";
            Vec::new()
        } else {
            text += " No step has been made: the network overflows as it starts.";
            let smaller = remedy("Smaller weights: Xavier", &[("init", "xavier-normal")]);
            if scene.settings.choice("init") == "xavier-normal" { Vec::new() } else { vec![smaller] }
        };
        Some(Story { about: None, text, tone: Tone::Alarm, remedies })
    })
}
