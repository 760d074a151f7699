//! Too few steps for a verdict.

use super::learning::through;
use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, sentences_of};
use crate::registry::Item;
use crate::texts::diagnosis;

pub struct Starting;

impl Verdict for Starting {
    const ITEM: Item = Item {
        id: "starting",
        label: "Starting",
        help: "There are too few steps to say how the loss moves, and nothing is wrong so far.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        Some(Finding {
            is_harmful: false,
            sentence: sentences_of(diagnosis::starting(&e.frame.step, &spoken(e.frame.loss)), through(e)),
            evidence: vec![reading("step", e.frame.step as f64, None), reading("grad_norm", e.frame.grad_norm, None)],
            remedies: Vec::new(),
        })
    }
}
