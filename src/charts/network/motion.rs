//! The network in slow motion: signals run through it, forward and backward.

use super::of;
use crate::charts::phases::Phase;
use crate::draw::figure::{Edges, Figure, Graph, Mark};
use crate::registry::Settings;
use crate::run::RunView;

/// The pictures of a step: for the forward pass, the backward pass and the update.
pub fn motion(run: &dyn RunView, settings: Option<&Settings>, width: usize) -> [Figure; 3] {
    [Edges::Weight, Edges::Gradient, Edges::Update].map(|edges| of(run, settings, edges, width))
}

/// The picture of a phase with `shown` of its `count` numbers; `None` if there is no network.
pub fn in_motion(pictures: &[Figure; 3], phase: Phase, shown: usize, count: usize) -> Option<Figure> {
    let picture = match phase {
        Phase::Forward => &pictures[0],
        Phase::Backward | Phase::Clip => &pictures[1],
        Phase::Update => &pictures[2],
    };
    let mut picture = picture.clone();
    let graph = picture.series.iter_mut().find_map(|series| match &mut series.mark {
        Mark::Network(graph) => Some(graph),
        _ => None,
    })?;
    graph.lit = lit(graph, phase, shown, count);
    if phase == Phase::Forward {
        // Nothing is known of the backward signal yet.
        graph.rows.truncate(1);
    }
    Some(picture)
}

/// From where to where the signal has come. The last number is that of the last column that it reaches.
fn lit(graph: &Graph, phase: Phase, shown: usize, count: usize) -> [f64; 2] {
    let last = graph.columns.len() - 1;
    let reached = if count == 0 { last } else { (last * shown.min(count)).div_ceil(count) };
    match phase {
        Phase::Forward | Phase::Update => [f64::NEG_INFINITY, graph.columns[reached].x],
        Phase::Backward => [graph.columns[last - reached].x, f64::INFINITY],
        Phase::Clip => [f64::NEG_INFINITY, f64::INFINITY],
    }
}
