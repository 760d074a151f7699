//! The plane of two parameters; all others stay fixed.

use super::frame::Laid;
use super::{Framing, Way, Words};
use crate::landscape::{Descent, Section};
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::{Default, Item, Key, Param, Range};
use crate::texts::names::{known, unlabelled};
use crate::texts::planes;

/// The parameter along the first axis.
pub const PLANE_X: Key<String> = Key::new(Param {
    key: "plane_x",
    label: "Parameter x",
    help: "A parameter for the plane of two parameters, such as layers.0.weight:1,0. If empty, the first ones are used.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// The parameter along the second axis.
pub const PLANE_Y: Key<String> = Key::new(Param {
    key: "plane_y",
    label: "Parameter y",
    help: "A parameter for the plane of two parameters, such as layers.0.weight:1,0. If empty, the first ones are used.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// Smallest half-width of the square: the usual size of a weight.
const LEAST: f64 = 1.0;

/// A parameter's index in the vector, and its name.
type Place = (usize, String);

/// The plane of two parameters.
pub struct Parameters;

impl Way for Parameters {
    const ITEM: Item = Item {
        id: "parameters",
        label: "Two parameters",
        formula: "θ_s + a·e_i + b·e_j",
        help: "Shows the loss over two weights or biases of your choice. All others stay fixed.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Centre;

    fn words() -> Words {
        Words { directions: planes::parameters(), axes: ["θ_i".into(), "θ_j".into()] }
    }

    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
        let present = *descent.points.last().ok_or_else(planes::not_finite)?;
        let at = chosen(descent)?;
        let (x, y) = (at[0].0, at[1].0);
        let unit = |at: usize| (0..present.len()).map(|k| if k == at { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
        let half = [x, y].iter().fold(LEAST, |half, at| half.max(1.25 * present[*at].to_f64().abs()));
        let directions = [unit(x), unit(y)];
        let laid = Laid {
            kind: Self::ITEM.id,
            words: Self::words(),
            through: present,
            directions,
            halves: [half; 2],
            step: descent.step,
        };
        let section = laid.section(descent, framing);
        Ok(named(section, at))
    }

    fn centred<R: Real>(section: &Section<R>, descent: &Descent<R>) -> Option<Section<R>> {
        let at = chosen(descent).ok()?;
        section.centred(descent).map(|section| named(section, at))
    }

    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool {
        section.is_left_by(descent)
    }
}

/// Labels the axes with the names and values of the two parameters.
fn named<R: Real>(mut section: Section<R>, at: [Place; 2]) -> Section<R> {
    section.centre = [section.plane.anchor[at[0].0].to_f64(), section.plane.anchor[at[1].0].to_f64()];
    section.axes = at.map(|(_, name)| name);
    section.unit = String::new();
    section
}

/// The two parameters that the settings name; by default the first two.
fn chosen<R: Real>(descent: &Descent<R>) -> Result<[Place; 2], String> {
    let place =
        |key: &Key<String>, default: usize| resolve(descent.layout, key.id(), &descent.settings.text(key), default);
    let (x, y) = (place(&PLANE_X, 0)?, place(&PLANE_Y, 1)?);
    if x.0 == y.0 {
        return Err(planes::same_parameter(&x.1).into());
    }
    Ok([x, y])
}

/// The parameter that `text` names as `tensor:index`. The index is a flat one, or has one number for each dimension.
fn resolve(layout: &Layout, key: &str, text: &str, default: usize) -> Result<Place, String> {
    if text.is_empty() {
        let at = default.min(layout.len().saturating_sub(1));
        let tensor = layout.tensors.iter().find(|tensor| tensor.range.contains(&at));
        let tensor = tensor.ok_or_else(planes::no_parameters)?;
        return Ok((at, name(&tensor.name, &tensor.shape, at - tensor.range.start)));
    }
    let (tensor_name, index) = text.split_once(':').unwrap_or((text, "0"));
    let Some(tensor) = layout.tensors.iter().find(|tensor| tensor.name == tensor_name) else {
        let names = unlabelled(layout.tensors.iter().map(|tensor| tensor.name.as_str()));
        return Err(planes::unknown_tensor(&key, &tensor_name, &known(tensor_name, &names, None)).into());
    };
    let parts: Vec<usize> = index.split(',').filter_map(|part| part.parse().ok()).collect();
    let at = match &parts[..] {
        [at] => Some(*at).filter(|at| tensor.range.len() > *at),
        _ if parts.len() == tensor.shape.len() && parts.iter().zip(&tensor.shape).all(|(at, size)| at < size) => {
            Some(parts.iter().zip(&tensor.shape).fold(0, |flat, (at, size)| flat * size + at))
        }
        _ => None,
    };
    let sizes: Vec<String> = tensor.shape.iter().map(usize::to_string).collect();
    let missing = || planes::unknown_index(&key, &tensor_name, &sizes.join(" × "), &index).into();
    at.map(|at| (tensor.range.start + at, name(tensor_name, &tensor.shape, at))).ok_or_else(missing)
}

/// `layers.0.weight[1,0]`
fn name(tensor: &str, shape: &[usize], flat: usize) -> String {
    let mut rest = flat;
    let mut index: Vec<String> = Vec::new();
    for size in shape.iter().rev() {
        index.insert(0, (rest % size.max(&1)).to_string());
        rest /= size.max(&1);
    }
    format!("{tensor}[{}]", index.join(","))
}
