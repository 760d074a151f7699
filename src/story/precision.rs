//! What the precision takes away, where that is much: a step that is skipped, or a layer's gradient that underflows.

use super::{Scene, Story, remedy};
use crate::charts::{short, spoken};
use crate::math::formats::Rounded;
use crate::precisions::LayerRounding;
use crate::registry::apart;

/// From this share of a layer's gradient on, what underflows is told.
const UNDERFLOWING: f64 = 0.1;

pub fn tell(Scene { settings, run, .. }: &Scene) -> Option<Story> {
    let (layers, scale, is_skipped) = (run.rounding(), run.scale(), run.is_skipped());
    let format = settings.choice("precision");
    if is_skipped {
        let text = format!(
            "Skipped: the gradient, scaled by {}, overflows in {format}. The step is left out and the scale halved; {} steps \
             were skipped before.",
            spoken(scale.factor),
            scale.skipped
        );
        return Some(Story::calm(text));
    }
    let share = |rounded: &Rounded| rounded.underflowed as f64 / rounded.total.max(1) as f64;
    // The gradient itself, or else the slopes that it would have been made of.
    let worst = |of: fn(&LayerRounding) -> &Rounded, what| {
        let shares = layers.iter().map(|layer| share(of(layer))).enumerate();
        shares.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, share)| *share >= UNDERFLOWING).map(|found| (found, what))
    };
    let found = worst(|layer| &layer.gradient, "gradient").or_else(|| worst(|layer| &layer.backward, "slopes"));
    let ((worst, share), what) = found?;
    apart(|| {
        // What lost its slopes on the way has nothing left that could underflow.
        let dead = layers.iter().take_while(|layer| layer.gradient.zeros == layer.gradient.total).count();
        let behind = match dead {
            0 => String::new(),
            1 => " The first layer gets exactly 0.".to_string(),
            _ => format!(" The first {dead} layers get exactly 0."),
        };
        let name = short(&run.layer_names()[worst]);
        let (advice, remedies) = if settings.choice("loss_scaling") == "none" {
            let scale = remedy("Scale the loss, dynamically", &[("loss_scaling", "dynamic")]);
            ("scale the loss, or take bf16", vec![scale, remedy("Store in bf16", &[("precision", "bf16")])])
        } else {
            ("the loss scale is too small for it", vec![remedy("Store in bf16", &[("precision", "bf16")])])
        };
        let percent = (100.0 * share).round();
        let is = if what == "slopes" { "are" } else { "is" };
        let text =
            format!("Underflow: {percent} % of layer {name}'s {what} {is} rounded to 0 in {format}: {advice}.{behind}");
        Some(Story::warn(text, remedies))
    })
}
