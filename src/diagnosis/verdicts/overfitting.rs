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
/// Lately it was at no time closer to its lowest than so many standard deviations of its scatter.
const DEVIATIONS: f64 = 2.0;
/// Its lowest was before this share of the run.
const PAST: f64 = 0.7;
/// The training loss has fallen to this share since.
const FALLEN: f64 = 0.95;

pub struct Overfitting;

impl Verdict for Overfitting {
    const ITEM: Item = Item {
        id: "overfitting",
        label: "Overfitting",
        help: "The test loss is at least a fifth above its lowest, which was some time ago, by more than its scatter, and above the training loss, which has fallen since.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        let seen = e.held_out().filter(|_| is_suspected(e) && !e.is_diverged() && !e.is_at_chance())?;
        if seen.least_lately - seen.best <= DEVIATIONS * seen.noise {
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

/// Whether the test loss has risen above its lowest and above the training loss, which has fallen. It may be scatter.
pub fn is_suspected(e: &Evidence) -> bool {
    let Some(seen) = e.held_out() else { return false };
    let is_past = (seen.best_step as f64) < PAST * e.frame.step as f64;
    let train = e.losses.evaluated.map_or(seen.train_now, |evaluated| evaluated.max(seen.train_now));
    let has_risen = seen.now >= WORSE * seen.best && seen.now >= WORSE * train;
    is_past && has_risen && seen.train_now < FALLEN * seen.train_then
}
