//! The loss falls, but at this pace most of it will still be there after ten times as many steps.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress, USEFUL};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

/// No layer moves by more than this share of its size at a step. The usual guide is 10⁻³.
const MOVED: f64 = 1e-3;

pub struct Slow;

impl Verdict for Slow {
    const ITEM: Item = Item {
        id: "slow",
        label: "Slow",
        help: "The loss falls steadily, but so slowly that ten times as many steps would leave nine tenths of it. Steps move no layer by more than 0.001 of its size.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        let exponent = e.losses.exponent();
        let is_slow = e.progress() == Progress::Unclear && (0.0..USEFUL).contains(&exponent) && e.motion.now < MOVED;
        if !is_slow || e.is_diverged() || e.losses.constant.is_none() {
            return None;
        }
        let left = libm::pow(10.0, -exponent);
        Some(Finding {
            is_harmful: true,
            sentence: text(diagnosis::slow(&spoken(e.losses.said), &spoken(100.0 * left), &spoken(e.motion.now))),
            evidence: vec![reading("exponent", exponent, USEFUL), reading("update_ratio", e.motion.now, MOVED)],
            remedies: [&remedies::faster(e.settings)[..], &[remedies::adam()]].concat(),
        })
    }
}
