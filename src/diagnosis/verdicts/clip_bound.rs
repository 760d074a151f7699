//! The gradient explodes, and the clip carries the run.

use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

/// At some step, the clip left at most this share of the gradient norm. Measured: `docs/verdicts.md`.
const LEFT: f64 = 0.1;

pub struct ClipBound;

impl Verdict for ClipBound {
    const ITEM: Item = Item {
        id: "clip-bound",
        label: "Carried by the clip",
        help: "The gradient explodes at some steps, the clip shortens it to a tenth or less, and the loss falls all the same.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let clipping = e.clipping.as_ref().filter(|clipping| clipping.least <= LEFT)?;
        if !e.is_fine() {
            return None;
        }
        Some(Finding {
            is_harmful: true,
            sentence: text(diagnosis::clip_bound(
                &spoken(e.largest_grad_norm),
                &spoken(100.0 * clipping.least),
                &spoken(100.0 * clipping.share_of_run),
                &spoken(e.losses.start),
                &spoken(e.losses.now),
            )),
            evidence: vec![
                reading("largest_grad_norm", e.largest_grad_norm, None),
                reading("least_norm_left", clipping.least, LEFT),
                reading("clipped_share", clipping.share_of_run, None),
            ],
            remedies: vec![remedies::fitting_weights(e.settings), remedies::batch_norm(), remedies::relu()],
        })
    }
}
