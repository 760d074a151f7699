//! The optimizer at one step: the size of each layer's update, and of the state that the optimizer stores for it.

use super::{Chart, Input, Shown, decades, layer_axis, spoken};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Shape, Side};
use crate::probes::Probe;
use crate::probes::optimizer::OptimizerState;
use crate::registry::Item;
use crate::texts::{charts, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "optimizer",
        label: "Optimizer",
        help: "Bars: size of the present step per parameter of each layer. Markers: the optimizer's state, under \
               PyTorch's names. Root mean squares; both axes are logarithmic.",
        ..Item::BASE
    },
    shown: |_| Shown::Offered,
    figure,
    ..Chart::BASE
};

/// Marker shapes of the state vectors, so that they differ by more than colour.
const SHAPES: [Shape; 3] = [Shape::Disc, Shape::Diamond, Shape::HollowTriangle];

fn figure(input: &Input, _: usize) -> Figure {
    let measured = match OptimizerState::of(input.run) {
        Ok(measured) => measured,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.title(), &why),
    };
    let x: Vec<f64> = (0..measured.layers.len()).map(|k| k as f64).collect();
    // Leaves out vectors that are still all zero. RMSprop without momentum, for example, never writes its momentum
    // buffer.
    let kept = || measured.state.iter().filter(|(_, sizes)| sizes.iter().any(|size| *size > 0.0));
    let bars = Mark::Bars { x: x.clone(), y: measured.update.clone(), width: 0.6, filled: true };
    let markers = kept().enumerate().map(|(k, (name, sizes))| Series {
        name: charts::optimizer_state(name).into(),
        ink: Ink::Series(1 + k as u8),
        side: Side::Right,
        mark: Mark::Points { x: x.clone(), y: sizes.clone(), shape: SHAPES[k % SHAPES.len()], radius: 4.0 },
    });
    let step = Series { name: charts::optimizer_update().into(), ink: Ink::Series(0), side: Side::Left, mark: bars };
    let state = decades(kept().flat_map(|(_, sizes)| sizes.iter().copied()));
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: layer_axis(measured.layers.iter().map(String::as_str)),
        y: Axis::log10(&charts::optimizer_axis(), decades(measured.update.iter().copied())),
        right: kept().next().map(|_| Axis::log10(&charts::optimizer_state_axis(), state)),
        series: std::iter::once(step).chain(markers).collect(),
        empty: None,
        summary: summary(input, &measured),
    }
}

/// Sizes of the updates of the first and the last layer, and the learning rates that plain gradient descent would need
/// for them.
fn summary(input: &Input, measured: &OptimizerState) -> String {
    let (Some(first), Some(last)) = (measured.update.first(), measured.update.last()) else { return String::new() };
    let [lr0, lr1] = [measured.effective_lr.first(), measured.effective_lr.last()].map(|lr| lr.copied().unwrap_or(0.0));
    let names: Vec<&str> = measured.state.iter().map(|(name, _)| *name).collect();
    let state = match names.len() {
        0 => charts::optimizer_no_state(),
        _ => charts::optimizer_has_state(&names.join(", ")),
    };
    let step = input.run.frame().step;
    let update = match measured.update.len() {
        1 => charts::optimizer_one(&step, &spoken(*first), &spoken(lr0)),
        _ => charts::optimizer_layers(&step, &spoken(*first), &spoken(*last), &spoken(lr0), &spoken(lr1)),
    };
    sentences([Some(update), Some(state)])
}
