//! The run has arrived: the loss stands still, and nothing holds it back.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading, sentences_of};
use crate::registry::Item;
use crate::texts::diagnosis;

/// A function's value is above its least one by this share of the way from the start, or this much of 1.
const LOCAL: f64 = 1e-3;

/// A known least value below this is 0, apart from rounding.
const ROUNDING: f64 = 1e-5;

pub struct Converged;

impl Verdict for Converged {
    const ITEM: Item = Item {
        id: "converged",
        label: "Converged",
        help: "The loss no longer falls. It is close to the least that it can be, or a function is at a minimum.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Calm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let is_still = match e.progress() {
            Progress::Solved => {
                (e.is_done() || !(e.falls() && e.is_in_order())) && (!e.is_function() || e.is_at_minimum())
            }
            Progress::Stuck => e.is_at_minimum(),
            _ => false,
        };
        if !is_still || e.is_diverged() {
            return None;
        }
        let now = e.losses.said;
        let (start, floor) = (e.losses.start, e.losses.floor.filter(|_| e.is_function()));
        let above = floor.filter(|floor| now - floor > LOCAL * (start - floor).abs().max(1.0));
        Some(Finding {
            is_harmful: false,
            sentence: sentences_of(
                diagnosis::converged(&spoken(start), &spoken(now), &spoken(e.grad_norm)),
                above.map(|floor| diagnosis::local_minimum(&spoken(if floor.abs() < ROUNDING { 0.0 } else { floor }))),
            ),
            evidence: vec![reading("loss", now, None), reading("grad_norm", e.grad_norm, None)],
            remedies: Vec::new(),
        })
    }
}
