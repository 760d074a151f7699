//! The noise of small batches, or of an estimated gradient, keeps the loss from falling.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress, STILL};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

/// The losses scatter about their trend by this share of their mean. Measured: `docs/verdicts.md`.
const SCATTER: f64 = 0.35;

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
        let is_stuck = e.progress() == Progress::Unclear && e.losses.exponent() < -STILL;
        if e.is_exact || e.is_diverged() || !is_stuck || e.losses.scatter < SCATTER {
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
