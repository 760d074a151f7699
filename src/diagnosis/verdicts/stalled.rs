//! Gradients reach every layer, and yet the loss does not fall below what a constant answer reaches; or a function's
//! gradient is nearly 0 where it has no minimum.

use crate::charts::spoken;
use crate::diagnosis::evidence::{CHANCE, Evidence, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies, text};
use crate::registry::Item;
use crate::texts::diagnosis;

pub struct Stalled;

impl Verdict for Stalled {
    const ITEM: Item = Item {
        id: "stalled",
        label: "Stalled",
        help: "The loss does not fall, though gradients reach every layer: it is at the level of the best constant answer, or above a function's minimum.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        if e.progress() != Progress::Stuck || e.is_diverged() || e.is_at_minimum() {
            return None;
        }
        let now = e.losses.said;
        let norm = spoken(e.grad_norm);
        let (sentence, evidence) = match (e.losses.of_constant(), e.losses.constant) {
            (Some(share), Some(constant)) if share > CHANCE => (
                diagnosis::stalled_at_chance(&spoken(now), &spoken(constant), &norm),
                vec![reading("loss_over_constant", share, CHANCE)],
            ),
            (None, _) if e.is_function() => {
                let floor = e.losses.floor;
                let saddle = e.curvature().filter(|curvature| curvature.least < 0.0);
                match (saddle, floor) {
                    (Some(saddle), _) => (
                        diagnosis::stalled_at_saddle(&spoken(now), &norm, &spoken(saddle.least)),
                        vec![reading("least_curvature", saddle.least, 0.0)],
                    ),
                    (None, Some(floor)) => (
                        diagnosis::stalled_above_minimum(&spoken(now), &norm, &spoken(floor)),
                        vec![reading("loss", now, floor)],
                    ),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Finding {
            is_harmful: true,
            sentence: text(sentence),
            evidence,
            remedies: [
                &remedies::faster(e.settings)[..],
                &[remedies::adam(), remedies::relu(), remedies::fitting_weights(e.settings), remedies::batch_norm()],
                &remedies::slower(e.settings)[1..],
            ]
            .concat(),
        })
    }
}
