//! The loss falls, and gradients reach every layer.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress, USEFUL};
use crate::diagnosis::{Finding, Tone, Verdict, reading, sentences_of};
use crate::registry::Item;
use crate::texts::diagnosis;

pub struct Learning;

impl Verdict for Learning {
    const ITEM: Item = Item {
        id: "learning",
        label: "Learning",
        help: "The loss falls at a useful rate: ten times as many steps would take at least a tenth of it.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        if !matches!(e.progress(), Progress::Good | Progress::Solved) || e.is_diverged() {
            return None;
        }
        let now = e.losses.evaluated(e.run);
        let falls = diagnosis::learning(&spoken(e.losses.start), &spoken(now));
        Some(Finding {
            is_harmful: false,
            sentence: sentences_of(falls, through(e)),
            evidence: vec![reading("exponent", e.losses.exponent(&e.window), USEFUL), reading("loss", now, None)],
            remedies: Vec::new(),
        })
    }
}

/// What the backward pass does to the gradient.
pub fn through(e: &Evidence) -> Option<crate::texts::Text> {
    if let Some(layers) = &e.layers {
        let [first, last] = layers.ends;
        return Some(diagnosis::through_layers(&spoken(first), &spoken(last)));
    }
    if let Some(time) = &e.time {
        return Some(diagnosis::through_time(&time.steps, &spoken(time.end), &spoken(time.start)));
    }
    Some(diagnosis::gradient_is(&spoken(e.frame.grad_norm)))
}
