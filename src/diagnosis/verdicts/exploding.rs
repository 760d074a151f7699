//! The backward pass multiplies the gradient: the first layers, or early time steps, get far more than the last.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Layers, Time};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies};
use crate::initializers::recurrences::{RECURRENT_GAIN, RECURRENT_INIT};
use crate::registry::Item;
use crate::texts::{self, diagnosis, sentences};

/// A step that moves a layer by this many times its size is too large, wherever the gradient grows.
const MOVES: f64 = 1.0;

pub struct Exploding;

impl Verdict for Exploding {
    const ITEM: Item = Item {
        id: "exploding",
        label: "Exploding gradients",
        help: "Over all layers, or over all time steps, the backward pass multiplies the gradient norm by more than a healthy network does by chance; or a step moves a layer by more than its own size.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        if e.is_diverged() {
            return None;
        }
        let clipped = e.clipping.as_ref().filter(|clipping| clipping.share > 0.0);
        let after = clipped.map(|clipping| diagnosis::clip_leaves(&spoken(100.0 * clipping.left)));
        let mut offered = Vec::new();
        let (what, evidence) = if let Some(layers) = e.layers.as_ref().filter(|layers| layers.explode()) {
            let Layers { count, ends: [first, last], ratio, factor, bound, .. } = layers;
            offered.extend([remedies::fitting_weights(e.settings), remedies::relu(), remedies::batch_norm()]);
            let says = diagnosis::exploding(count, &spoken(*first), &spoken(*last), &spoken(*factor));
            (says, vec![reading("first_over_last", *ratio, *bound), reading("factor_per_layer", *factor, None)])
        } else if let Some(time) = e.time.as_ref().filter(|time| time.explodes()) {
            let Time { steps, start, end, ratio, factor, bound, .. } = time;
            offered.push(remedies::remedy(
                texts::remedies::orthogonal(),
                &[(RECURRENT_INIT.id(), "orthogonal"), (RECURRENT_GAIN.id(), "1")],
            ));
            let says = diagnosis::exploding_in_time(steps, &spoken(*end), &spoken(*start), &spoken(*factor));
            (says, vec![reading("first_over_last", *ratio, *bound), reading("factor_per_time_step", *factor, None)])
        } else {
            let moved = Some(e.motion.now).filter(|moved| *moved >= MOVES && !e.is_function())?;
            offered.extend([remedies::fitting_weights(e.settings), remedies::batch_norm()]);
            let says = diagnosis::exploding_steps(&spoken(e.frame.grad_norm), &spoken(moved));
            (says, vec![reading("update_ratio", moved, MOVES), reading("grad_norm", e.frame.grad_norm, None)])
        };
        offered.extend(remedies::clips());
        offered.extend(remedies::slower(e.settings));
        Some(Finding {
            is_harmful: e.is_not_there_yet(),
            sentence: sentences([Some(what), after]),
            evidence,
            remedies: offered,
        })
    }
}
