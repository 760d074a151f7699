//! How far the gates of an LSTM or a GRU are open, by time step.

use super::{Chart, Input, Shown, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::probes::Probe;
use crate::probes::gates::Gates;
use crate::registry::Item;

pub const CHART: Chart = Chart {
    item: Item {
        id: "gates",
        label: "Gates",
        help: "How far each gate is open at each time step, from 0 to 1: mean over units and examples. The forget \
               gate (LSTM) or the update gate (GRU) passes the state on.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.gates),
    figure,
    ..Chart::BASE
};

/// Of gates, in the order of the cell's blocks.
const DASHES: [Dash; 3] = [Dash::Solid, Dash::Dashed, Dash::Dotted];

fn figure(input: &Input, _: usize) -> Figure {
    let seen = match Gates::of(input.run) {
        Ok(seen) => seen,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.item.label, why),
    };
    let length = seen.layers[0][0].len();
    let x: Vec<f64> = (1..=length).map(|t| t as f64).collect();
    let top = seen.layers.len() - 1;
    let mut drawn = Vec::new();
    for (l, gates) in seen.layers.iter().enumerate() {
        for (k, open) in gates.iter().enumerate() {
            let name = if top > 0 { format!("{} {l}", seen.names[k]) } else { seen.names[k].into() };
            let width = if l == top { 2.0 } else { 1.0 };
            let mark = Mark::Line { x: x.clone(), y: open.clone(), dash: DASHES[k % 3], width };
            drawn.push(Series { name, ink: Ink::Series(k as u8), side: Side::Left, mark });
        }
    }
    let mean = |open: &[f64]| open.iter().sum::<f64>() / open.len() as f64;
    let each: Vec<String> =
        seen.names.iter().zip(&seen.layers[top]).map(|(name, open)| format!("{name} {}", spoken(mean(open)))).collect();
    let carried = mean(&seen.layers[top][seen.carry]);
    Figure {
        id: CHART.item.id.into(),
        title: CHART.item.label.into(),
        x: Axis::linear("time step t", [1.0, length as f64]),
        y: Axis::linear("openness", [0.0, 1.0]),
        right: None,
        series: drawn,
        empty: None,
        summary: format!(
            "Mean openness over time: {}. After {length} steps a state carried by the {} gate alone would keep {} of itself.",
            each.join(", "),
            seen.names[seen.carry],
            spoken(libm::exp(libm::log(carried) * length as f64)),
        ),
    }
}
