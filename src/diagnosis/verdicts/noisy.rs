//! The noise of small batches, or of an estimated gradient, keeps the loss from falling.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

/// The losses scatter about their trend by this share of their mean. Measured: `docs/verdicts.md`.
const SCATTER: f64 = 0.35;
/// And over all examples, the loss has risen with at least this power of the step since half of the steps.
const RISES: f64 = 0.08;

pub struct Noisy;

impl Verdict for Noisy {
    const ITEM: Item = Item {
        id: "noisy",
        label: "Noisy",
        help: "Batches differ so much that the loss scatters by a third or more, and over all examples it has risen.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        // Without a constant answer to compare with, as for paths that are drawn anew in each step, a rise may be the draws'.
        let has_measure = e.losses.constant.is_some();
        let is_stuck = e.progress() == Progress::Unclear && e.losses.exponent() < -RISES;
        if !has_measure || e.is_exact || e.is_diverged() || !is_stuck || e.losses.scatter < SCATTER {
            return None;
        }
        Some(Finding {
            is_harmful: true,
            sentence: text(diagnosis::noisy(
                &e.run.batch_size(),
                &spoken(100.0 * e.losses.scatter),
                &spoken(e.losses.said),
            )),
            evidence: vec![reading("scatter", e.losses.scatter, SCATTER)],
            remedies: [&[remedies::full_batch()], &remedies::slower(e.settings)[..]].concat(),
        })
    }
}
