//! One large step took the parameters far away, and the run has not come back.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Jump, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

/// The step is this many times as large as the median step before it. Measured: `docs/verdicts.md`.
const TIMES: f64 = 10.0;
/// So is its gradient norm. (Near parameters of size 0, every step is large.)
const NORM_TIMES: f64 = 3.0;
/// And it moves a layer by this share of its size.
const MOVED: f64 = 0.1;

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
    let jump = e.motion.largest?;
    let is_large = jump.times >= TIMES && jump.moved >= MOVED && jump.norm_times >= NORM_TIMES;
    let is_worse = jump.after >= jump.before && e.losses.said >= jump.before;
    let is_over = e.frame.step > jump.step + 1;
    (is_large && is_over && !e.is_diverged() && e.progress() == Progress::Stuck && is_worse).then_some(jump)
}
