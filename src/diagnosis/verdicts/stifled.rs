//! The clip leaves too little of the gradient for learning.

use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::optimizers::AnyOptimizer;
use crate::registry::Item;
use crate::texts::diagnosis;

/// At least this share of steps is clipped.
const STEPS: f64 = 0.9;
/// At most this share of the gradient norm is left. Measured: `docs/verdicts.md`.
const LEFT: f64 = 0.05;
/// And no layer moves by more than this share of its size. The usual guide is 10⁻³.
const MOVED: f64 = 3e-4;

pub struct Stifled;

impl Verdict for Stifled {
    const ITEM: Item = Item {
        id: "stifled",
        label: "Stifled by the clip",
        help: "The clip takes at least 95 % of the gradient norm at nine steps of ten, and steps move no layer by more than 0.0003 of its size.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        // Other optimizers divide the gradient's size away, so that a clip does not shorten their steps.
        let is_shortened = matches!(
            e.run.rule().optimizer,
            AnyOptimizer::Sgd(_) | AnyOptimizer::Momentum(_) | AnyOptimizer::Nesterov(_)
        );
        let clipping = e.clipping.as_ref().filter(|_| is_shortened)?;
        let is_stifled = clipping.share >= STEPS && clipping.left <= LEFT && e.motion.now <= MOVED;
        if !is_stifled || e.is_diverged() {
            return None;
        }
        let sentence =
            diagnosis::stifled(&spoken(100.0 * clipping.left), &spoken(100.0 * clipping.share), &spoken(e.motion.now));
        let higher = remedies::higher_threshold(e.settings, e.grad_norm);
        Some(Finding {
            is_harmful: (e.is_not_there_yet() || e.is_function()) && !e.is_at_minimum(),
            sentence: text(sentence),
            evidence: vec![
                reading("clipped_share", clipping.share, STEPS),
                reading("norm_left", clipping.left, LEFT),
                reading("update_ratio", e.motion.now, MOVED),
            ],
            remedies: higher.into_iter().chain([remedies::no_clip()]).chain(remedies::faster(e.settings)).collect(),
        })
    }
}
