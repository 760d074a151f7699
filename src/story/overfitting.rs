//! A network that goes on learning its training examples, and gets worse on those set aside.

use super::{Scene, Story, remedy};
use crate::charts::spoken;
use crate::registry::apart;

/// The loss on the examples set aside has risen by this factor from its lowest.
const RISEN: f64 = 1.2;
/// While the training loss has fallen to this share of what it was there.
const FALLEN: f64 = 0.9;

pub fn tell(scene: &Scene) -> Option<Story> {
    let tested = scene.run.history().rows(scene.frame.step).filter_map(|row| Some((row, row.test_loss()?)));
    let (lowest, best) = tested.clone().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let (last, now) = tested.last()?;
    if !(now > RISEN * best && last.loss() < FALLEN * lowest.loss()) {
        return None;
    }
    apart(|| {
        let text = format!(
            "Overfitting: on the examples set aside the loss was lowest at step {}, {}, and is {} now, while in training it \
             fell from {} to {}.",
            lowest.step(),
            spoken(best),
            spoken(now),
            spoken(lowest.loss()),
            spoken(last.loss()),
        );
        let mut remedies = vec![remedy("Decay the weights: L2 0.001", &[("l2", "0.001")])];
        // Recurrent networks have no dropout.
        if scene.run.through_time().is_none() {
            remedies.push(remedy("Drop 20 % of the units", &[("dropout", "0.2")]));
        }
        Some(Story::warn(text, remedies))
    })
}
