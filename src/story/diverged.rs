//! A run that has diverged.

use super::{Scene, Story, Tone, clip, remedy, sentences, slower};
use crate::charts::short;
use crate::initializers::{AnyInitializer, INIT};
use crate::run::Status;
use crate::texts::{remedies, story};

pub fn tell(scene: &Scene) -> Option<Story> {
    let Status::Diverged(what) = &scene.frame.status else { return None };
    let is_function = scene.run.problem().domain().is_some();
    // A function has no layers.
    let quantity = what.translated_quantity();
    let first = if is_function {
        story::diverged_function(&what.step, &quantity)
    } else {
        story::diverged_layer(&what.step, &quantity, &short(&what.layer))
    };
    // Before the first step, neither a smaller step nor a clip can help.
    let (second, remedies) = if what.step > 0 {
        (story::history_remains(), vec![clip(), slower(scene.settings)])
    } else if is_function {
        (story::no_value_at_start(), Vec::new())
    } else {
        let smaller = remedy(remedies::xavier(), &[(INIT.id(), "xavier-normal")]);
        let has_it = matches!(AnyInitializer::build(scene.settings), AnyInitializer::XavierNormal(_));
        (story::overflow_at_start(), if has_it { Vec::new() } else { vec![smaller] })
    };
    Some(Story { about: None, text: sentences([Some(first), Some(second)]), tone: Tone::Alarm, remedies })
}
