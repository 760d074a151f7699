//! What a narrow number format loses: a skipped step, or a large share of a layer's gradient to underflow.

use super::{Scene, Story, remedy, sentences};
use crate::charts::{short, spoken};
use crate::math::formats::Rounded;
use crate::precisions::scaling::Scaling;
use crate::precisions::{LOSS_SCALING, LayerRounding, PRECISION};
use crate::texts::{remedies, story};

/// Underflow is reported if it affects at least this share of a layer's gradient.
const UNDERFLOWING: f64 = 0.1;

pub fn tell(Scene { settings, run, .. }: &Scene) -> Option<Story> {
    let (layers, scale, is_skipped) = (run.rounding(), run.scale(), run.is_skipped());
    let format = settings.get(&PRECISION).id;
    if is_skipped {
        let text = story::skipped_step(&spoken(scale.factor), &format, &scale.skipped);
        return Some(Story::calm(text.into_owned()));
    }
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
        1 => Some(story::underflow_first_layer()),
        _ => Some(story::underflow_first_layers(&dead)),
    };
    let bf16 = remedy(remedies::bf16(), &[(PRECISION.id(), "bf16")]);
    let (advice, offered) = if Scaling::of(settings) == Scaling::None {
        let scale = remedy(remedies::scale_loss(), &[(LOSS_SCALING.id(), "dynamic")]);
        (story::underflow_scale_loss(), vec![scale, bf16])
    } else {
        (story::underflow_scale_too_small(), vec![bf16])
    };
    let (percent, name) = ((100.0 * share).round(), short(&run.layer_names()[worst]));
    let what = match in_gradient {
        Some(_) => story::underflow_gradient(&percent, &name, &format),
        None => story::underflow_slopes(&percent, &name, &format),
    };
    Some(Story::warn(sentences([Some(what), Some(advice), first_layers]), offered))
}
