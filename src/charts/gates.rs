//! How far the gates of an LSTM or a GRU are open, by time step.

use super::{Chart, Input, Shown, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::probes::Probe;
use crate::probes::gates::Gates;
use crate::registry::Item;
use crate::texts::{Text, charts};

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

/// The line style of each gate, in the order in which the cell stores its gates.
const DASHES: [Dash; 3] = [Dash::Solid, Dash::Dashed, Dash::Dotted];

fn figure(input: &Input, _: usize) -> Figure {
    let seen = match Gates::of(input.run) {
        Ok(seen) => seen,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.title(), &why),
    };
    let length = seen.layers[0][0].len();
    let x: Vec<f64> = (1..=length).map(|t| t as f64).collect();
    let top = seen.layers.len() - 1;
    let names: Vec<Text> = seen.names.iter().map(|name| gate(name)).collect();
    let mut drawn = Vec::new();
    for (l, gates) in seen.layers.iter().enumerate() {
        for (k, open) in gates.iter().enumerate() {
            let name = if top > 0 { format!("{} {l}", names[k]) } else { names[k].clone().into() };
            let width = if l == top { 2.0 } else { 1.0 };
            let mark = Mark::Line { x: x.clone(), y: open.clone(), dash: DASHES[k % 3], width };
            drawn.push(Series { name, ink: Ink::Series(k as u8), side: Side::Left, mark });
        }
    }
    let mean = |open: &[f64]| open.iter().sum::<f64>() / open.len() as f64;
    let each: Vec<String> =
        names.iter().zip(&seen.layers[top]).map(|(name, open)| format!("{name} {}", spoken(mean(open)))).collect();
    let carried = mean(&seen.layers[top][seen.carry]);
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&charts::time_step(), [1.0, length as f64]),
        y: Axis::linear(&charts::gates_open(), [0.0, 1.0]),
        right: None,
        series: drawn,
        empty: None,
        summary: charts::gates_summary(
            &each.join(", "),
            &length,
            &names[seen.carry],
            &spoken(libm::exp(libm::log(carried) * length as f64)),
        )
        .into(),
    }
}

/// A gate's name in the current language.
fn gate(name: &'static str) -> Text {
    match name {
        "input" => charts::gates_input(),
        "forget" => charts::gates_forget(),
        "output" => charts::gates_output(),
        "reset" => charts::gates_reset(),
        "update" => charts::gates_update(),
        other => other.into(),
    }
}
