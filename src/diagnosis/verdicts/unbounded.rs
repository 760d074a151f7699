//! The function has no minimum where the run goes.

use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, text};
use crate::registry::Item;
use crate::texts::diagnosis;

pub struct Unbounded;

impl Verdict for Unbounded {
    const ITEM: Item = Item {
        id: "unbounded",
        label: "No minimum",
        help: "The function falls without end in the direction in which the run goes, as far as its values tell. There is nothing to arrive at.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        if e.is_diverged() || !e.is_endless() {
            return None;
        }
        Some(Finding {
            is_harmful: true,
            sentence: text(diagnosis::unbounded(
                &spoken(e.losses.start),
                &spoken(e.losses.said),
                &spoken(e.frame.grad_norm),
            )),
            evidence: vec![reading("loss", e.losses.said, None), reading("grad_norm", e.frame.grad_norm, None)],
            remedies: Vec::new(),
        })
    }
}
