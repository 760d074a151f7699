//! A run that is lost.

use super::{Scene, Story, Tone, clip, slower};
use crate::charts::short;
use crate::run::Status;

pub fn tell(scene: &Scene) -> Option<Story> {
    let Status::Diverged(what) = &scene.frame.status else { return None };
    let text = format!(
        "Diverged at step {}: the {} in layer {} is no longer a finite number. The history up to there is kept.",
        what.step,
        what.quantity,
        short(&what.layer),
    );
    Some(Story { text, tone: Tone::Alarm, remedies: vec![clip(), slower(scene.settings)] })
}
