//! Most units are on the flat parts of their activation, where slopes are small.

use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

/// From this share of slopes on. A slope is saturated below 5 % of the activation's largest.
const MOST: f64 = 0.5;

pub struct Saturated;

impl Verdict for Saturated {
    const ITEM: Item = Item {
        id: "saturated",
        label: "Saturated units",
        help: "At least half of the activation's slopes, over units and examples, are below 5 % of the largest slope.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        let units = e.units().filter(|units| !units.is_rectifier && units.saturated >= MOST)?;
        if e.is_diverged() {
            return None;
        }
        let percent = format!("{:.0}", 100.0 * units.saturated);
        Some(Finding {
            is_harmful: e.is_held_back() || e.is_far_above_chance(),
            sentence: text(diagnosis::saturated_units(&percent, &units.activation, &units.examples)),
            evidence: vec![reading("saturated_share", units.saturated, MOST)],
            remedies: [
                &[remedies::fitting_weights(e.settings), remedies::relu(), remedies::batch_norm()],
                &remedies::slower(e.settings)[1..],
            ]
            .concat(),
        })
    }
}
