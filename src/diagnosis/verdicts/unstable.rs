//! Steps overshoot: the loss bounces instead of falling.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress, STILL};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies};
use crate::registry::Item;
use crate::texts::{diagnosis, sentences};

/// Without batch noise, the loss rises at this share of steps. Measured: `docs/verdicts.md`.
const RISES: f64 = 0.3;
/// It scatters by this share: smaller changes are rounding.
const SCATTER: f64 = 0.02;

pub struct Unstable;

impl Verdict for Unstable {
    const ITEM: Item = Item {
        id: "unstable",
        label: "Unstable",
        help: "Without batch noise, the loss rises at three steps of ten or more and does not fall, or the curvature is above the optimizer's stability limit.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        if e.is_diverged() || !e.is_exact {
            return None;
        }
        let rises = e.losses.rises.unwrap_or(0.0);
        let bounces = rises >= RISES && e.losses.scatter >= SCATTER && e.losses.exponent() < STILL;
        let curvature = e.curvature().filter(|curvature| curvature.is_unstable());
        if !bounces && curvature.is_none() {
            return None;
        }
        let bounce = bounces.then(|| {
            diagnosis::bouncing(
                &format!("{:.0}", 100.0 * rises),
                &spoken(e.losses.levels.losses[0]),
                &spoken(e.losses.said),
            )
        });
        let limit = curvature.and_then(|curvature| Some((curvature.largest, curvature.limit?)));
        let above = limit.map(|(largest, limit)| diagnosis::above_limit(&spoken(largest), &spoken(limit)));
        let lead = bounce.is_none().then(diagnosis::unstable_soon);
        let mut evidence = vec![reading("rising_steps", rises, RISES)];
        evidence.extend(limit.map(|(largest, limit)| reading("curvature", largest, limit)));
        let is_harmful = match e.progress() {
            Progress::Early => curvature.is_some(),
            Progress::Solved => curvature.is_some() && !e.falls() && !e.is_at_minimum(),
            _ => bounces && !e.is_low(),
        };
        Some(Finding {
            is_harmful,
            sentence: sentences([bounce, lead, above]),
            evidence,
            remedies: [&remedies::slower(e.settings)[..], &remedies::clips()].concat(),
        })
    }
}
