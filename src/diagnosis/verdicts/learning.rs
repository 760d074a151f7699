//! The loss falls, and gradients reach every layer.

use super::overfitting;
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
        help: "The loss falls steadily, and it is below that of the best constant answer.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let learns =
            e.progress() == Progress::Good || (e.progress() == Progress::Solved && e.falls() && e.is_in_order());
        // A test loss that has risen, though within its scatter, makes the fall of the training loss doubtful.
        if !learns || e.is_done() || overfitting::is_suspected(e) || e.is_diverged() {
            return None;
        }
        let now = e.losses.said;
        let falls = diagnosis::learning(&spoken(e.losses.start), &spoken(now));
        Some(Finding {
            is_harmful: false,
            sentence: sentences_of(falls, through(e)),
            evidence: vec![reading("exponent", e.losses.exponent(), USEFUL), reading("loss", now, None)],
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
