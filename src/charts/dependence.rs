//! How strongly the last output depends on each input: ‖∂y_T/∂x_t‖ by lag.

use super::{Chart, Input, Shown, decades, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::probes::Probe;
use crate::probes::dependence::Dependence;
use crate::registry::Item;
use crate::texts::charts;

pub const CHART: Chart = Chart {
    item: Item {
        id: "dependence",
        label: "What the output depends on",
        help: "Norm of the derivative of the last output with respect to each input, by lag: root mean square over \
               the first examples. Where it falls fast, only the most recent data points count.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.time),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let seen = match Dependence::of(input.run) {
        Ok(seen) => seen,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.title(), &why),
    };
    let y: Vec<f64> = seen.by_time.iter().rev().copied().collect();
    let x: Vec<f64> = (0..y.len()).map(|lag| lag as f64).collect();
    let series = |mark| Series { name: String::new(), ink: Ink::Series(0), side: Side::Left, mark };
    let range = decades(y.iter().copied());
    let (now, then, lags) = (y[0], y[y.len() - 1], y.len() - 1);
    let mut drawn = vec![series(Mark::Line { x: x.clone(), y: y.clone(), dash: Dash::Solid, width: 2.0 })];
    if lags < 60 {
        drawn.push(series(Mark::Points { x, y, shape: Shape::Disc, radius: 2.5 }));
    }
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&charts::dependence_axis(), [0.0, lags as f64]),
        y: Axis::log10("‖∂y/∂xₜ‖", range),
        right: None,
        series: drawn,
        empty: None,
        summary: charts::dependence_summary(&spoken(now), &lags, &spoken(then), &seen.within(0.99)).into(),
    }
}
