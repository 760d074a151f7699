//! The ghost: the first run in the chart of another, behind what is drawn there.

use crate::draw::figure::{Axis, Counts, Dash, Figure, Ink, Mark, Series, Side};
use crate::texts::columns as words;

/// How far a line at a bar's height reaches to either side of its place.
const REACH: f64 = 0.42;

/// Adds the first run, called `name`, to `figure`: of bars the heights, of lines the first on either axis.
pub fn draw(figure: &mut Figure, first: &Figure, name: &str) {
    let matched = Layers::between(&first.x, &figure.x);
    let mut ghost = Vec::new();
    let mut sides = [Side::Left, Side::Right].to_vec();
    let mut named = false;
    for series in &first.series {
        // One line of each side is enough: more of them hide what is compared.
        let at = sides.iter().position(|side| *side == series.side);
        let Some(at) = at else { continue };
        let mark = match &series.mark {
            Mark::Line { x, y, .. } if x.len() > 1 => {
                Mark::Line { x: x.clone(), y: y.clone(), dash: Dash::Solid, width: 1.5 }
            }
            Mark::Bars { x, y, .. } => heights(x, y, &matched),
            _ => continue,
        };
        let is_bars = matches!(series.mark, Mark::Bars { .. });
        // An axis of another kind cannot show it.
        let (own, theirs) = (axis(figure, series.side), axis(first, series.side));
        if own.is_none_or(|own| theirs.is_none_or(|theirs| own.scale != theirs.scale)) {
            continue;
        }
        sides.remove(at);
        let text = if named { String::new() } else { matched.told(name, is_bars) };
        named = true;
        // Over bars it has to stand out, behind lines it must not.
        let ink = if is_bars { Ink::Text } else { Ink::Quiet };
        ghost.push(Series { name: text, ink, side: series.side, mark });
    }
    // Bars would hide it.
    let over = figure.series.iter().any(|series| matches!(series.mark, Mark::Bars { .. }));
    let place = if over { figure.series.len() } else { 0 };
    figure.series.splice(place..place, ghost);
}

fn axis(figure: &Figure, side: Side) -> Option<&Axis> {
    match side {
        Side::Left => Some(&figure.y),
        Side::Right => figure.right.as_ref(),
    }
}

/// A short line at the height of each bar, where its layer stands in the other figure.
fn heights(x: &[f64], y: &[f64], layers: &Layers) -> Mark {
    let places: Vec<f64> = x.iter().map(|x| layers.place(x.round())).collect();
    let x = places.iter().flat_map(|x| [x - REACH, x + REACH, f64::NAN]).collect();
    let y = y.iter().flat_map(|y| [*y, *y, f64::NAN]).collect();
    Mark::Line { x, y, dash: Dash::Solid, width: 2.0 }
}

/// How the layers of one network stand on the axis of another.
enum Layers {
    /// As many, or no layers at all: each at itself.
    Same,
    /// Fewer than the other has: those before the middle counted from the input, the others from the output.
    Ends {
        /// Layers of the first run.
        own: f64,
        /// Layers of the other.
        other: f64,
    },
    /// More than the other has: by how deep they lie.
    Depth {
        /// Layers of the first run.
        own: f64,
        /// Layers of the other.
        other: f64,
    },
}

impl Layers {
    fn between(own: &Axis, other: &Axis) -> Self {
        let counted = |axis: &Axis| axis.counts == Counts::Layers;
        let (mine, theirs) = (own.ticks.len(), other.ticks.len());
        if !counted(own) || !counted(other) || mine == theirs {
            return Self::Same;
        }
        let (own, other) = (mine as f64, theirs as f64);
        if mine < theirs { Self::Ends { own, other } } else { Self::Depth { own, other } }
    }

    /// The place of layer `k`.
    fn place(&self, k: f64) -> f64 {
        match *self {
            Self::Same => k,
            Self::Ends { own, .. } if 2.0 * k < own - 1.0 => k,
            Self::Ends { own, other } => other - own + k,
            Self::Depth { own, other } => k * (other - 1.0) / (own - 1.0).max(1.0),
        }
    }

    /// The name of the ghost in the legend.
    fn told(&self, name: &str, is_bars: bool) -> String {
        match self {
            Self::Ends { .. } if is_bars => words::by_ends(&name).into(),
            Self::Depth { .. } if is_bars => words::by_depth(&name).into(),
            _ => name.into(),
        }
    }
}
