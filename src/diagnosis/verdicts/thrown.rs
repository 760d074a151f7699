//! One large step took the parameters far away, and the run has not come back.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Jump, MOVED, Progress, TIMES};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

pub struct Thrown;

impl Verdict for Thrown {
    const ITEM: Item = Item {
        id: "thrown",
        label: "Thrown off",
        help: "A single step, far larger than those before it, took the parameters away, and the loss has not come back below where it was.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Alarm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let jump = thrown_by(e)?;
        Some(Finding {
            is_harmful: true,
            sentence: text(diagnosis::thrown(
                &jump.step,
                &spoken(jump.grad_norm),
                &spoken(jump.times),
                &spoken(jump.before),
                &spoken(e.losses.said),
            )),
            evidence: vec![
                reading("step", jump.step as f64, None),
                reading("step_over_median", jump.times, TIMES),
                reading("update_ratio", jump.moved, MOVED),
                reading("loss_before", jump.before, None),
                reading("loss", e.losses.now(), jump.before),
            ],
            remedies: [&remedies::clips()[..], &remedies::slower(e.settings)].concat(),
        })
    }
}

/// The step that threw the run off, if one did.
fn thrown_by(e: &Evidence) -> Option<Jump> {
    let jump = e.thrown_by()?;
    let is_over = e.frame.step > jump.step + 1;
    let is_lost = e.progress() == Progress::Stuck || (e.stands_since(&jump) && !e.is_fine());
    (is_over && !e.is_diverged() && is_lost).then_some(jump)
}
