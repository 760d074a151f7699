//! The gradient explodes, and the clip carries the run.

use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

/// At some step, the update would have been this many times as large as a layer without the clip. Measured:
/// `docs/verdicts.md`.
const MOVES: f64 = 10.0;
/// The same for a point on a function.
const POINT_MOVES: f64 = 1.0;
/// And this many times as large as the median update with the clip.
const TIMES: f64 = 30.0;

pub struct ClipBound;

impl Verdict for ClipBound {
    const ITEM: Item = Item {
        id: "clip-bound",
        label: "Carried by the clip",
        help: "Without the clip, some step would have been ten times as large as the weights. With it, the loss falls.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let moves = if e.is_function() { POINT_MOVES } else { MOVES };
        let least = moves.max(TIMES * e.motion.now);
        let clipping = e.clipping.as_ref().filter(|clipping| clipping.unclipped_move >= least)?;
        if !e.is_fine() || !clipping.saves(e.losses.base()) {
            return None;
        }
        let [before, after] = clipping.without?;
        Some(Finding {
            is_harmful: true,
            sentence: text(diagnosis::clip_bound(
                &spoken(e.largest_grad_norm),
                &spoken(clipping.unclipped_move),
                &spoken(100.0 * clipping.share_of_run),
                &spoken(e.losses.start),
                &spoken(e.losses.said),
            )),
            evidence: vec![
                reading("largest_grad_norm", e.largest_grad_norm, None),
                reading("unclipped_update_ratio", clipping.unclipped_move, least),
                reading("loss_before_that_step", before, None),
                reading("loss_after_it_without_the_clip", after, before),
                reading("least_norm_left", clipping.least, None),
                reading("clipped_share", clipping.share_of_run, None),
            ],
            remedies: vec![remedies::fitting_weights(e.settings), remedies::batch_norm(), remedies::relu()],
        })
    }
}
