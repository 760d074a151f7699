//! A healthy run.

use super::{Scene, Story};
use crate::charts::spoken;
use crate::texts::story;

pub fn tell(scene: &Scene) -> Option<Story> {
    let frame = scene.frame;
    let (first, last) = (frame.layers.first()?.grad_norm, frame.layers.last()?.grad_norm);
    let (first, last) = (spoken(first), spoken(last));
    let (before, now) = (spoken(scene.first_loss()), spoken(frame.loss));
    Some(Story::calm(story::healthy(&scene.layers(), &first, &last, &before, &now).into_owned()))
}
