//! Steps change nothing, though there is a gradient.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::optimizers::LR;
use crate::registry::Item;
use crate::texts::diagnosis;

pub struct Frozen;

impl Verdict for Frozen {
    const ITEM: Item = Item {
        id: "frozen",
        label: "Frozen",
        help: "No step changes a parameter, though there is a gradient: the learning rate is 0, or too small for the number format.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        if !e.is_frozen() || e.is_diverged() {
            return None;
        }
        // A schedule that ends at 0 freezes a run that has arrived.
        let has_moved = e.motion.largest.is_some_and(|jump| jump.moved > 0.0);
        let has_arrived = has_moved && (e.progress() == Progress::Solved || e.is_at_minimum());
        let rate = e.settings.get(&LR);
        Some(Finding {
            is_harmful: !has_arrived,
            sentence: text(diagnosis::frozen(&spoken(e.frame.lr), &spoken(e.grad_norm), &spoken(e.losses.said))),
            evidence: vec![reading("lr", e.frame.lr, None), reading("update_ratio", 0.0, 0.0)],
            remedies: match rate == 0.0 {
                true => remedies::rates().to_vec(),
                false => [&remedies::faster(e.settings)[..], &remedies::rates()].concat(),
            },
        })
    }
}
