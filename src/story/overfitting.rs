//! A network that still improves on its training examples and gets worse on the test examples.

use super::{Scene, Story, remedy};
use crate::charts::spoken;
use crate::networks::DROPOUT;
use crate::objectives::L2;
use crate::texts::{remedies, story};

/// The test loss has risen by this factor from its lowest value,
const RISEN: f64 = 1.2;
/// while the training loss has fallen to this share of its value there.
const FALLEN: f64 = 0.9;

pub fn tell(scene: &Scene) -> Option<Story> {
    let tested = scene.run.history().rows(scene.frame.step).filter_map(|row| Some((row, row.test_loss()?)));
    let (lowest, best) = tested.clone().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let (last, now) = tested.last()?;
    if !(now > RISEN * best && last.loss() < FALLEN * lowest.loss()) {
        return None;
    }
    let (before, after) = (spoken(lowest.loss()), spoken(last.loss()));
    let text = story::overfitting(&lowest.step(), &spoken(best), &spoken(now), &before, &after);
    let mut offered = vec![remedy(remedies::decay_weights(), &[(L2.id(), "0.001")])];
    // Recurrent networks have no dropout.
    if scene.run.through_time().is_none() {
        offered.push(remedy(remedies::dropout(), &[(DROPOUT.id(), "0.2")]));
    }
    Some(Story::warn(text.into_owned(), offered))
}
