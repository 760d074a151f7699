//! The numbers do not tell yet.

use super::learning::through;
use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, STILL, USEFUL};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies};
use crate::registry::Item;
use crate::texts::{diagnosis, sentences};

pub struct Undecided;

impl Verdict for Undecided {
    const ITEM: Item = Item {
        id: "undecided",
        label: "Too early to tell",
        help: "The loss has changed, but it neither falls steadily nor stands still, so no verdict is safe.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let [half, _, now] = e.losses.levels.losses;
        let exponent = e.losses.exponent();
        let first = match exponent >= STILL {
            true => diagnosis::undecided_falls(&spoken(half), &spoken(now)),
            false => diagnosis::undecided_stands(&spoken(half), &spoken(now)),
        };
        Some(Finding {
            is_harmful: false,
            sentence: sentences([Some(first), through(e)]),
            evidence: vec![reading("exponent", exponent, USEFUL), reading("scatter", e.losses.scatter, None)],
            // A loss that stands still may be held up by steps that are too large, or were.
            remedies: match exponent >= STILL {
                true => Vec::new(),
                false => [&remedies::slower(e.settings)[..], &[remedies::adam()]].concat(),
            },
        })
    }
}
