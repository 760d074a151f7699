//! A number is no longer finite: the run has ended.

use crate::charts::short;
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies};
use crate::precisions::PRECISION;
use crate::registry::Item;
use crate::run::Status;
use crate::texts::{diagnosis, sentences};

pub struct Diverged;

impl Verdict for Diverged {
    const ITEM: Item = Item {
        id: "diverged",
        label: "Diverged",
        help: "A loss, gradient, activation or parameter is infinite or not a number. No step follows.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Alarm;

    fn finding(e: &Evidence) -> Option<Finding> {
        let Status::Diverged(what) = &e.frame.status else { return None };
        let quantity = what.translated_quantity();
        let first = match e.is_function() {
            true => diagnosis::diverged_function(&what.step, &quantity),
            false => diagnosis::diverged_layer(&what.step, &quantity, &short(&what.layer)),
        };
        let (second, at_start) = match (what.step, e.is_function()) {
            (0, true) => (diagnosis::no_value_at_start(), true),
            (0, false) => (diagnosis::overflow_at_start(), true),
            _ => (diagnosis::history_remains(), false),
        };
        // At the start, neither a smaller step nor a clip can help.
        let mut offered = Vec::new();
        if !at_start {
            offered.extend(remedies::clips());
            offered.extend(remedies::slower(e.settings));
        }
        if e.settings.get(&PRECISION).id != "f32" {
            offered.push(remedies::set(crate::texts::remedies::f32(), &PRECISION, "f32"));
        }
        offered.extend([remedies::fitting_weights(e.settings), remedies::batch_norm(), remedies::relu()]);
        Some(Finding {
            is_harmful: true,
            sentence: sentences([Some(first), Some(second)]),
            evidence: vec![
                reading("step", what.step as f64, None),
                reading("largest_grad_norm", e.largest_grad_norm, None),
            ],
            remedies: offered,
        })
    }
}
