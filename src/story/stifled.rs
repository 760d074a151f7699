//! A clip that leaves too little of the gradient for learning.

use super::{Scene, Story, remedy, value};
use crate::charts::spoken;
use crate::clips::{CLIP, THRESHOLD};
use crate::texts::{remedies, story};

/// Below this remaining share of the gradient norm, the clip may hold the run back.
const LEFT: f64 = 0.05;
/// It does, if no layer moves by more than this share of its size: a hundredth of the usual guide, 10⁻³. (Adam and similar
/// optimizers divide the gradient's size away and move all the same.)
const MOVED: f64 = 1e-5;

pub fn tell(scene: &Scene) -> Option<Story> {
    let frame = scene.frame;
    let left = frame.clipped_grad_norm / frame.grad_norm;
    let moved = frame.layers.iter().filter_map(|layer| layer.update_ratio).fold(0.0, f64::max);
    if !frame.is_clipped() || left >= LEFT || moved >= MOVED || moved == 0.0 {
        return None;
    }
    let (clipped, norm) = (spoken(frame.clipped_grad_norm), spoken(frame.grad_norm));
    let text = story::stifled(&spoken(100.0 * left), &clipped, &norm, &spoken(moved)).into_owned();
    let is_norm = scene.run.rule().clip.item().id == "norm";
    // One digit is enough for a threshold that lets this gradient through.
    let digits = libm::pow(10.0, libm::floor(libm::log10(frame.grad_norm)));
    let threshold = (frame.grad_norm / digits).ceil() * digits;
    let higher = remedy(remedies::raise_threshold(&spoken(threshold)), &[(THRESHOLD.id(), &value(threshold))]);
    let without = remedy(remedies::no_clip(), &[(CLIP.id(), "none")]);
    Some(Story::warn(text, if is_norm { vec![higher, without] } else { vec![without] }))
}
