//! A narrow number format rounds a large share of a layer's gradient to 0.

use crate::charts::{short, spoken};
use crate::diagnosis::evidence::Evidence;
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies};
use crate::math::formats::Rounded;
use crate::precisions::scaling::Scaling;
use crate::precisions::{LOSS_SCALING, LayerRounding, PRECISION};
use crate::registry::Item;
use crate::texts::{self, diagnosis, sentences};

/// From this share of a layer's gradient on, underflow is reported.
const UNDERFLOWING: f64 = 0.1;

pub struct Underflow;

impl Verdict for Underflow {
    const ITEM: Item = Item {
        id: "underflow",
        label: "Underflow",
        help: "At least a tenth of a layer's gradient, or of the backward signals that it is computed from, is rounded to 0 in the number format.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        let layers = e.run.rounding();
        let share = |rounded: &Rounded| rounded.underflowed as f64 / rounded.total.max(1) as f64;
        // Checks the gradient first, then the backward signals that it is computed from.
        let worst = |of: fn(&LayerRounding) -> &Rounded| {
            let shares = layers.iter().map(|layer| share(of(layer))).enumerate();
            shares.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, share)| *share >= UNDERFLOWING)
        };
        let in_gradient = worst(|layer| &layer.gradient);
        let (worst, share) = in_gradient.or_else(|| worst(|layer| &layer.backward))?;
        // A layer whose backward signals are already zero has nothing left to underflow.
        let dead = layers.iter().take_while(|layer| layer.gradient.zeros == layer.gradient.total).count();
        let first_layers = match dead {
            0 => None,
            1 => Some(diagnosis::underflow_first_layer()),
            _ => Some(diagnosis::underflow_first_layers(&dead)),
        };
        let is_scaled = Scaling::of(e.settings) != Scaling::None;
        let too_small = is_scaled.then(diagnosis::underflow_scale_too_small);
        let (percent, name) = (spoken((100.0 * share).round()), short(&e.run.layer_names()[worst]));
        let format = e.settings.get(&PRECISION).id;
        let what = match in_gradient {
            Some(_) => diagnosis::underflow_gradient(&percent, &name, &format),
            None => diagnosis::underflow_slopes(&percent, &name, &format),
        };
        Some(Finding {
            is_harmful: e.is_held_back(),
            sentence: sentences([Some(what), too_small, first_layers]),
            evidence: vec![reading("underflowed_share", share, UNDERFLOWING)],
            remedies: vec![
                remedies::set(texts::remedies::scale_loss(), &LOSS_SCALING, "dynamic"),
                remedies::set(texts::remedies::bf16(), &PRECISION, "bf16"),
                remedies::set(texts::remedies::f32(), &PRECISION, "f32"),
            ],
        })
    }
}
