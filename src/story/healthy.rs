//! Nothing is amiss.

use super::{Scene, Story};
use crate::charts::spoken;

pub fn tell(scene: &Scene) -> Option<Story> {
    let frame = scene.frame;
    let (first, last) = (frame.layers.first()?.grad_norm, frame.layers.last()?.grad_norm);
    Some(Story::calm(format!(
        "Healthy: through {} the first layer's gradient is {}, the last one's {}. The loss went from {} to {}.",
        scene.layers(),
        spoken(first),
        spoken(last),
        spoken(scene.first_loss()),
        spoken(frame.loss),
    )))
}
