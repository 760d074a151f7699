//! Steps change nothing.

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
        help: "No step changes a parameter: the learning rate is 0 or too small for the number format, the clip leaves nothing of the gradient, or the function is flat.",
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
        let (norm, loss) = (spoken(e.grad_norm), spoken(e.losses.said));
        let is_clipped_away = e.clipping.as_ref().is_some_and(|clipping| clipping.left == 0.0);
        let (sentence, remedies) = if e.is_flat() {
            (diagnosis::flat(&loss), Vec::new())
        } else if is_clipped_away {
            let higher = remedies::higher_threshold(e.settings, e.grad_norm);
            (diagnosis::frozen_by_clip(&norm, &loss), higher.into_iter().chain([remedies::no_clip()]).collect())
        } else if rate == 0.0 {
            (diagnosis::frozen(&spoken(e.frame.lr), &norm, &loss), remedies::rates().to_vec())
        } else {
            let rates = [&remedies::faster(e.settings)[..], &remedies::rates()].concat();
            (diagnosis::frozen(&spoken(e.frame.lr), &norm, &loss), rates)
        };
        Some(Finding {
            is_harmful: !has_arrived,
            sentence: text(sentence),
            evidence: vec![reading("lr", e.frame.lr, None), reading("update_ratio", 0.0, 0.0)],
            remedies,
        })
    }
}
