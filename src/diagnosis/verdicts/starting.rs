//! Too few steps for a verdict.

use super::learning::through;
use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading};
use crate::registry::Item;
use crate::texts::{diagnosis, sentences};

pub struct Starting;

impl Verdict for Starting {
    const ITEM: Item = Item {
        id: "starting",
        label: "Starting",
        help: "There are too few steps for a trend, or the loss falls but a constant answer still does as well. Nothing is wrong so far.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        if !matches!(e.progress(), Progress::Early | Progress::Starting) || e.is_diverged() {
            return None;
        }
        let constant = e.losses.constant.filter(|_| e.is_at_chance());
        let loss = spoken(e.losses.said);
        let loss = if e.is_exact { diagnosis::starting(&loss) } else { diagnosis::starting_over_all(&loss) };
        let chance = constant.map(|constant| diagnosis::not_below_chance(&spoken(constant)));
        Some(Finding {
            is_harmful: false,
            sentence: sentences([Some(loss), chance, through(e)]),
            evidence: vec![reading("step", e.frame.step as f64, None), reading("grad_norm", e.frame.grad_norm, None)],
            remedies: Vec::new(),
        })
    }
}
