//! How far back a loss is felt: ‖∂L/∂h_t‖ for every time step of the sequence.

use super::{Chart, Record, Shown, decades, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;

pub const CHART: Chart = Chart {
    item: Item {
        id: "time",
        label: "Gradient through time",
        help: "How strongly the loss depends on the hidden state at each time step, on a logarithmic axis.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.time),
    figure,
};

fn figure(record: &Record, _: usize) -> Figure {
    let Some(norms) = record.through_time.map(|through| through.last()) else {
        return Figure::nothing(
            CHART.item.id,
            CHART.item.label,
            "Nothing goes through time here: this is not a sequence.",
        );
    };
    let x: Vec<f64> = (0..norms.len()).map(|t| t as f64).collect();
    let length = norms.len() - 1;
    let (first, last) = (norms.first().copied().unwrap_or(0.0), norms.last().copied().unwrap_or(0.0));
    let mark = Mark::Line { x: x.clone(), y: norms.to_vec(), dash: Dash::Solid, width: 2.0 };
    let points = Mark::Points { x, y: norms.to_vec(), shape: Shape::Disc, radius: 2.5 };
    Figure {
        id: CHART.item.id.into(),
        title: CHART.item.label.into(),
        x: Axis::linear("time step t (0 = initial state)", [0.0, length as f64]),
        y: Axis::log10("‖∂L/∂hₜ‖", decades(norms.iter().copied())),
        right: None,
        series: [mark, points]
            .into_iter()
            .map(|mark| Series { name: String::new(), ink: Ink::Series(0), side: Side::Left, mark })
            .collect(),
        empty: None,
        summary: format!(
            "The loss is felt with {} at the last of {length} time steps and with {} at the initial state.",
            spoken(last),
            spoken(first)
        ),
    }
}
