//! The scaled gradient overflows the number format at most steps, so that they are skipped.

use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::precisions::PRECISION;
use crate::registry::Item;
use crate::texts;
use crate::texts::diagnosis;

/// From this share of skipped steps on, the run hardly moves.
const MOST: f64 = 0.5;
/// Dynamic loss scaling begins with too large a scale and halves it: the first steps are skipped by design.
const FIRST: u64 = 20;

pub struct Overflow;

impl Verdict for Overflow {
    const ITEM: Item = Item {
        id: "overflow",
        label: "Overflow",
        help: "The gradient, multiplied by the loss scale, overflows the number format at most steps. They are skipped.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        let skipped = e.window.rows().filter(|row| !row.grad_norm().is_finite()).count();
        let share = skipped as f64 / e.window.len().max(1) as f64;
        if share < MOST || e.is_diverged() || e.frame.step < FIRST {
            return None;
        }
        let scale = e.run.scale().factor;
        Some(Finding {
            is_harmful: true,
            sentence: text(diagnosis::overflow(
                &format!("{:.0}", 100.0 * share),
                &spoken(scale),
                &e.settings.get(&PRECISION).id,
            )),
            evidence: vec![reading("skipped_share", share, MOST), reading("loss_scale", scale, None)],
            remedies: vec![
                remedies::set(texts::remedies::bf16(), &PRECISION, "bf16"),
                remedies::set(texts::remedies::f32(), &PRECISION, "f32"),
                remedies::set(texts::remedies::scale_loss(), &crate::precisions::LOSS_SCALING, "dynamic"),
            ],
        })
    }
}
