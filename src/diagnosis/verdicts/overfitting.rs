//! The test loss rises while the training loss falls.

use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::networks::DROPOUT;
use crate::objectives::L2;
use crate::registry::Item;
use crate::texts::{self, diagnosis};

/// The test loss is this many times its lowest.
const WORSE: f64 = 1.2;
/// Its lowest was before this share of the run.
const PAST: f64 = 0.7;
/// The training loss has fallen to this share since.
const FALLEN: f64 = 0.95;

pub struct Overfitting;

impl Verdict for Overfitting {
    const ITEM: Item = Item {
        id: "overfitting",
        label: "Overfitting",
        help: "The test loss is at least a fifth above its lowest, which was some time ago, and the training loss has fallen since.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        let seen = e.held_out().filter(|_| !e.is_diverged())?;
        let is_past = (seen.best_step as f64) < PAST * e.frame.step as f64;
        if !is_past || seen.now < WORSE * seen.best || seen.train_now >= FALLEN * seen.train_then || e.is_at_chance() {
            return None;
        }
        let sentence = diagnosis::overfitting(
            &seen.best_step,
            &spoken(seen.best),
            &spoken(seen.now),
            &spoken(seen.train_then),
            &spoken(seen.train_now),
        );
        let decay = |l2| remedies::set(texts::remedies::decay_weights(&l2), &L2, l2);
        Some(Finding {
            is_harmful: true,
            sentence: text(sentence),
            evidence: vec![
                reading("test_loss_over_best", seen.now / seen.best, WORSE),
                reading("train_loss", seen.train_now, seen.train_then),
            ],
            remedies: vec![decay("0.001"), decay("0.01"), remedies::set(texts::remedies::dropout(), &DROPOUT, "0.2")],
        })
    }
}
