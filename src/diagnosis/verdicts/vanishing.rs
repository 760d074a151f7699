//! The backward pass shrinks the gradient: the first layers, or early time steps, get next to nothing.

use crate::charts::spoken;
use crate::datasets::sequences::{DELAY, LENGTH, WINDOW};
use crate::diagnosis::evidence::{Evidence, Layers, Time};
use crate::diagnosis::{Finding, Remedy, Tone, Verdict, reading, remedies};
use crate::initializers::recurrences::{RECURRENT_GAIN, RECURRENT_INIT};
use crate::networks::cells::{AnyCell, CELL, FORGET_BIAS};
use crate::optimizers::{LR, OPTIMIZER};
use crate::registry::Item;
use crate::schema::find;
use crate::texts::{self, diagnosis, sentences};

pub struct Vanishing;

impl Verdict for Vanishing {
    const ITEM: Item = Item {
        id: "vanishing",
        label: "Vanishing gradients",
        help: "Over all layers, or over all time steps, the backward pass shrinks the gradient norm by more than a healthy network does by chance.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        if e.is_diverged() {
            return None;
        }
        if let Some(layers) = e.layers.as_ref().filter(|layers| layers.vanish() && layers.ratio > 0.0) {
            let Layers { count, ends: [first, last], ratio, factor, bound, .. } = layers;
            return Some(Finding {
                is_harmful: e.is_held_back(),
                sentence: sentences([Some(diagnosis::vanishing(
                    count,
                    &spoken(*first),
                    &spoken(*last),
                    &spoken(*factor),
                ))]),
                evidence: vec![
                    reading("first_over_last", *ratio, 1.0 / bound),
                    reading("factor_per_layer", *factor, None),
                ],
                remedies: vec![
                    remedies::relu(),
                    remedies::fitting_weights(e.settings),
                    remedies::residual(),
                    remedies::batch_norm(),
                ],
            });
        }
        let time = e.time.as_ref().filter(|time| time.vanishes())?;
        let Time { steps, start, end, ratio, factor, bound, fades } = time;
        let says = diagnosis::vanishing_in_time(steps, &spoken(*end), &spoken(*start), &spoken(*factor));
        let fades = fades.map(|steps| diagnosis::fades(&steps));
        Some(Finding {
            is_harmful: e.is_held_back(),
            sentence: sentences([Some(says), fades]),
            evidence: vec![
                reading("first_over_last", *ratio, 1.0 / bound),
                reading("factor_per_time_step", *factor, None),
            ],
            remedies: through_time(e),
        })
    }
}

fn through_time(e: &Evidence) -> Vec<Remedy> {
    // With plain gradient descent, opening the gate does not help: the run keeps guessing (the fact "Gates" of delayed
    // recall).
    let open = remedies::remedy(
        texts::remedies::open_gate(),
        &[(CELL.id(), "lstm"), (FORGET_BIAS.id(), "3"), (OPTIMIZER.id(), "adam"), (LR.id(), "0.01")],
    );
    let rotation = remedies::remedy(
        texts::remedies::orthogonal(),
        &[(RECURRENT_INIT.id(), "orthogonal"), (RECURRENT_GAIN.id(), "1")],
    );
    let has_delay = find(DELAY.id()).is_some_and(|delay| e.settings.applies(delay));
    let shorter = match has_delay {
        true => remedies::remedy(texts::remedies::short_delay(), &[(DELAY.id(), "5"), (LENGTH.id(), "6")]),
        false => remedies::remedy(texts::remedies::short_window(), &[(WINDOW.id(), "5")]),
    };
    match AnyCell::build(e.settings) {
        AnyCell::Lstm(_) | AnyCell::Gru(_) => vec![open, shorter],
        _ => vec![rotation, open, shorter],
    }
}
