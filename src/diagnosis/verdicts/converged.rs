//! The run has arrived: the loss stands still, and nothing holds it back.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading, text};
use crate::registry::Item;
use crate::texts::diagnosis;

pub struct Converged;

impl Verdict for Converged {
    const ITEM: Item = Item {
        id: "converged",
        label: "Converged",
        help: "The loss no longer falls. It is close to the least that it can be, or a function is at a minimum.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let is_still = match e.progress() {
            Progress::Solved => {
                (e.is_done() || !(e.falls() && e.is_in_order())) && (!e.is_function() || e.is_at_minimum())
            }
            Progress::Stuck => e.is_at_minimum(),
            _ => false,
        };
        if !is_still || e.is_diverged() {
            return None;
        }
        let now = e.losses.said;
        Some(Finding {
            is_harmful: false,
            sentence: text(diagnosis::converged(&spoken(e.losses.start), &spoken(now), &spoken(e.grad_norm))),
            evidence: vec![reading("loss", now, None), reading("grad_norm", e.grad_norm, None)],
            remedies: Vec::new(),
        })
    }
}
