//! A clip that leaves so little of the gradient that nothing is learnt.

use super::{Scene, Story, remedy, value};
use crate::charts::spoken;
use crate::registry::apart;

/// Where less than this share of the gradient's norm is left, the clip may be what holds the run back.
const LEFT: f64 = 0.05;
/// It is, where no layer moves by more than this share of its size: a hundredth of the usual guide, 10⁻³. (Adam and its
/// kin divide the gradient's size away again, and move all the same.)
const MOVED: f64 = 1e-5;

pub fn tell(scene: &Scene) -> Option<Story> {
    let frame = scene.frame;
    let left = frame.clipped_grad_norm / frame.grad_norm;
    let moved = frame.layers.iter().filter_map(|layer| layer.update_ratio).fold(0.0, f64::max);
    if !frame.is_clipped() || left >= LEFT || moved >= MOVED || moved == 0.0 {
        return None;
    }
    apart(|| {
        let text = format!(
            "Stifled: the clip leaves {} % of the gradient's norm, {} of {}. A step moves no layer by more than {} of its size: \
             at this pace next to nothing is learnt.",
            spoken(100.0 * left),
            spoken(frame.clipped_grad_norm),
            spoken(frame.grad_norm),
            spoken(moved),
        );
        let is_norm = scene.run.rule().clip.item().id == "norm";
        // One digit is enough for a threshold that lets this gradient through.
        let digits = libm::pow(10.0, libm::floor(libm::log10(frame.grad_norm)));
        let threshold = (frame.grad_norm / digits).ceil() * digits;
        let label = format!("Raise the threshold to {}", spoken(threshold));
        let higher = remedy(&label, &[("threshold", &value(threshold))]);
        let without = remedy("Do not clip", &[("clip", "none")]);
        Some(Story::warn(text, if is_norm { vec![higher, without] } else { vec![without] }))
    })
}
