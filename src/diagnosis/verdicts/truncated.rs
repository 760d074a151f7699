//! Back-propagation is cut off by design: early inputs get no gradient from late losses.

use crate::charts::spoken;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::networks::cells::TBPTT;
use crate::registry::Item;
use crate::texts::{self, diagnosis};

pub struct Truncated;

impl Verdict for Truncated {
    const ITEM: Item = Item {
        id: "truncated",
        label: "Truncated",
        help: "Back-propagation through time stops after the number of time steps in the setting tbptt.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        let (time, every) = (e.time.as_ref()?, e.settings.get(&TBPTT) as usize);
        if every == 0 || every >= time.steps || e.is_diverged() {
            return None;
        }
        // Inputs before the last cut get no gradient from a loss after the cut.
        let cut = (time.steps - 1) / every * every;
        Some(Finding {
            is_harmful: e.is_held_back(),
            sentence: text(diagnosis::truncated(&every, &cut, &spoken(time.end), &spoken(time.start))),
            evidence: vec![reading("tbptt", every as f64, time.steps as f64)],
            remedies: vec![remedies::set(texts::remedies::full_backpropagation(), &TBPTT, "0")],
        })
    }
}
