//! The plane of two layers' gradients: how the loss falls when each of the two follows its own negative gradient.

use super::frame::Laid;
use super::{Framing, Way, Words};
use crate::landscape::{Descent, Section};
use crate::layout::Layer;
use crate::math::{Real, norm};
use crate::registry::{Default, Item, Key, Param, Range};
use crate::texts::names::{known, unlabelled};
use crate::texts::planes;

/// The layer along the first axis.
pub const LAYER_X: Key<String> = Key::new(Param {
    key: "layer_x",
    label: "Layer x",
    help: "A layer for the plane of two layers’ gradients, such as layers.3. If empty, the first and the last are used.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// The layer along the second axis.
pub const LAYER_Y: Key<String> = Key::new(Param {
    key: "layer_y",
    label: "Layer y",
    help: "A layer for the plane of two layers’ gradients, such as layers.3. If empty, the first and the last are used.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// The plane of two layers' gradients.
pub struct Layers;

impl Way for Layers {
    const ITEM: Item = Item {
        id: "layers",
        label: "Two layers’ gradients",
        formula: "θ_s − a·g_i / ‖g_i‖ − b·g_j / ‖g_j‖",
        help: "Shows how far the loss falls when each of two layers of your choice follows its own negative gradient. A layer whose gradient vanishes may still have much to gain.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Anew;

    fn words() -> Words {
        Words { directions: planes::layers(), axes: ["−g_i".into(), "−g_j".into()] }
    }

    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
        let present = *descent.points.last().ok_or_else(planes::not_finite)?;
        let layers = &descent.layout.layers;
        let (x, y) = (chosen(descent, &LAYER_X, layers.first())?, chosen(descent, &LAYER_Y, layers.last())?);
        if x.name == y.name {
            return Err(planes::same_layer(&x.name).into());
        }
        let [(first, one), (second, other)] = [downhill(descent, x)?, downhill(descent, y)?].map(|direction| direction);
        let size = |layer: &Layer| Some(norm(&present[layer.range.clone()])).filter(|size| *size > 0.0).unwrap_or(1.0);
        let (kind, halves) = (Self::ITEM.id, [size(x), size(y)]);
        let laid = Laid {
            kind,
            words: Self::words(),
            through: present,
            directions: [first, second],
            halves,
            step: descent.step,
        };
        let mut section = laid.section(descent, framing);
        section.axes = [&x.name, &y.name].map(|layer| planes::layer_axis(layer).into());
        let [one, other] = [one, other].map(|norm| format!("{norm:.1e}"));
        section.directions = planes::layers_named(&x.name, &one, &y.name, &other).into();
        Ok(section)
    }

    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool {
        section.is_left_by(descent)
    }
}

/// The layer that the settings name, or `default`.
fn chosen<'a, R: Real>(
    descent: &Descent<'a, R>,
    key: &Key<String>,
    default: Option<&'a Layer>,
) -> Result<&'a Layer, String> {
    let text = descent.settings.text(key);
    if text.is_empty() {
        return default.ok_or_else(|| planes::no_layers().into());
    }
    descent.layout.layers.iter().find(|layer| layer.name == text).ok_or_else(|| {
        let names = unlabelled(descent.layout.layers.iter().map(|layer| layer.name.as_str()));
        planes::unknown_layer(&key.id(), &text, &known(&text, &names, None)).into()
    })
}

/// The unit vector along −g of one layer, zero for all other layers; and ‖g‖.
fn downhill<R: Real>(descent: &Descent<R>, layer: &Layer) -> Result<(Vec<f64>, f64), String> {
    let length = norm(&descent.gradient[layer.range.clone()]);
    if !(length > 0.0 && length.is_finite()) {
        let why = if length == 0.0 { planes::zero_gradient_of } else { planes::infinite_gradient_of };
        return Err(why(&layer.name).into());
    }
    let mut direction = vec![0.0; descent.gradient.len()];
    for k in layer.range.clone() {
        direction[k] = -descent.gradient[k].to_f64() / length;
    }
    Ok((direction, length))
}
