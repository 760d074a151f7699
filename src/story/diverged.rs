//! A run that is lost.

use super::{Scene, Story, Tone, clip, remedy, slower};
use crate::charts::short;
use crate::run::{Status, any::with_run};

pub fn tell(scene: &Scene) -> Option<Story> {
    let Status::Diverged(what) = &scene.frame.status else { return None };
    let mut text = format!(
        "Diverged at step {}: the {} in layer {} is no longer a finite number.",
        what.step,
        what.quantity,
        short(&what.layer),
    );
    // No step has been made, so that neither a shorter one nor a clip can help.
    let remedies = if what.step > 0 {
        text += " The history up to there is kept.";
        vec![clip(), slower(scene.settings)]
    } else if with_run!(scene.run, run => run.objective().domain().is_some()) {
        text += " No step has been made: the function has no finite value where the descent starts.";
        Vec::new()
    } else {
        text += " No step has been made: the network overflows as it starts.";
        let smaller = remedy("Smaller weights: Xavier", &[("init", "xavier-normal")]);
        if scene.settings.choice("init") == "xavier-normal" { Vec::new() } else { vec![smaller] }
    };
    Some(Story { about: None, text, tone: Tone::Alarm, remedies })
}
