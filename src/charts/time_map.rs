//! Gradient of the loss with respect to every state, ‖∂L/∂h_t‖ (and ‖∂L/∂c_t‖ for an LSTM), as a heat map of time by
//! layer.

use super::{Chart, Input, Shown, decades, spoken};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Side, Tick};
use crate::registry::Item;
use crate::texts::charts;

pub const CHART: Chart = Chart {
    item: Item {
        id: "time-map",
        label: "Time map",
        help: "Gradient of the loss with respect to each layer's state at each time step. Where it is dark, the \
               network does not learn from the input. c is the cell state of an LSTM.",
        ..Item::BASE
    },
    shown: |about| if about.has.time { Shown::First } else { Shown::Never },
    figure,
    ..Chart::BASE
};

/// Lower end of the colour scale, relative to its upper end. Smaller norms are practically zero.
const DEPTH: f64 = 1e-8;

fn figure(input: &Input, _: usize) -> Figure {
    let Some(through) = input.run.through_time() else {
        return Figure::nothing(CHART.item.id, CHART.title(), &charts::no_sequence());
    };
    if !through.last().iter().any(|norm| norm.is_finite() && *norm > 0.0) {
        return Figure::nothing(CHART.item.id, CHART.title(), &charts::no_gradient_in_time());
    }
    let several = through.states.len() > 1;
    let mut rows: Vec<(String, &[f64])> = Vec::new();
    for (l, states) in through.states.iter().enumerate() {
        let name = |state: &str| if several { format!("{state} {l}") } else { state.into() };
        rows.push((name("h"), states));
        rows.extend(through.cells.get(l).map(|cells| (name("c"), &cells[..])));
    }
    let length = rows[0].1.len() - 1;
    let range = decades(rows.iter().flat_map(|(_, norms)| norms.iter().copied()));
    let range = [range[0].max(range[1] * DEPTH), range[1]];
    let floor = libm::log10(range[0]);
    // Norms that are 0 or below the colour scale get its darkest colour. Norms that are not finite stay empty.
    let value = |norm: &f64| if norm.is_finite() { libm::log10(*norm).max(floor) as f32 } else { f32::NAN };
    let ticks = rows.iter().enumerate().map(|(k, (name, _))| Tick { at: k as f64, label: name.clone() }).collect();
    let (x, y) = ([-0.5, length as f64 + 0.5], [-0.5, rows.len() as f64 - 0.5]);
    let norms = through.last();
    let from = norms.iter().position(|norm| *norm >= 1e-3 * norms[length]).unwrap_or(length);
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&charts::time_map_axis(), x),
        y: Axis { ticks, ..Axis::linear(&charts::time_map_state(), y) },
        right: None,
        series: vec![Series {
            name: String::new(),
            ink: Ink::Text,
            side: Side::Left,
            mark: Mark::Raster {
                columns: length as u32 + 1,
                rows: rows.len() as u32,
                x,
                y,
                values: rows.iter().flat_map(|(_, norms)| norms.iter().map(value)).collect(),
                range: range.map(|end| libm::log10(end) as f32),
                label: charts::time_map_key().into(),
                log10: true,
            },
        }],
        empty: None,
        summary: charts::time_map_summary(&spoken(norms[length]), &length, &spoken(norms[0]), &from).into(),
    }
}
