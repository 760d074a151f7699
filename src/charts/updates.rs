//! The norm of each layer's update relative to the norm of its parameters, at one step.

use super::{Chart, Input, Shown, decades, layer_axis, span, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;
use crate::texts::{charts, probes};

pub const CHART: Chart = Chart {
    item: Item {
        id: "updates",
        label: "Update by layer",
        help: "Norm of each layer's update divided by the norm of its parameters. About 0.001 is a common rule of thumb.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.layers),
    figure,
    ..Chart::BASE
};

/// A rule of thumb for this ratio. Far below it, the learning rate is probably too low for the layer; far above it,
/// probably too high (A. Karpathy, CS231n notes on neural networks, part 3).
const GUIDE: f64 = 1e-3;

fn figure(input: &Input, _: usize) -> Figure {
    let frame = &input.last_finite();
    let title = input.title(CHART.title(), frame);
    if input.run.problem().domain().is_some() {
        return Figure::nothing(CHART.item.id, &title, &probes::no_network());
    }
    let x: Vec<f64> = (0..frame.layers.len()).map(|k| k as f64).collect();
    let ratios: Vec<f64> = frame.layers.iter().map(|layer| layer.update_ratio.unwrap_or(f64::NAN)).collect();
    // The axis also covers earlier steps, so that it does not jump with every step.
    let recent = input.run.history().sample(input.run.frame().step, 60);
    let recent = recent.flat_map(|row| row.layers().filter_map(|layer| layer.update_ratio).collect::<Vec<_>>());
    let range = decades(recent.chain(ratios.iter().copied()).chain([GUIDE]));
    let still: Vec<f64> = x.iter().zip(&ratios).filter(|(_, ratio)| **ratio == 0.0).map(|(x, _)| *x).collect();
    let points = |name: &str, ink, (x, y): (Vec<f64>, Vec<f64>), shape| Series {
        name: name.into(),
        ink,
        side: Side::Left,
        mark: Mark::Points { x, y, shape, radius: if ratios.len() > 20 { 2.5 } else { 4.0 } },
    };
    let guide = Mark::Rule { at: GUIDE, dash: Dash::Dashed, label: charts::updates_guide().into() };
    let mut series = vec![
        Series { name: String::new(), ink: Ink::Quiet, side: Side::Left, mark: guide },
        points("", Ink::Series(0), (x, ratios.clone()), Shape::Disc),
    ];
    if !still.is_empty() {
        let floor = vec![range[0]; still.len()];
        series.push(points(&charts::updates_zero(), Ink::Alarm, (still, floor), Shape::Cross));
    }
    Figure {
        id: CHART.item.id.into(),
        title,
        x: layer_axis(input.run.layer_names().iter().map(String::as_str)),
        y: Axis::log10(&charts::updates_axis(), range),
        right: None,
        series,
        empty: None,
        summary: summary(frame.step, &ratios),
    }
}

fn summary(step: u64, ratios: &[f64]) -> String {
    let Some([low, high]) = span(ratios) else { return charts::updates_none(&step).into() };
    let count = |of: &dyn Fn(f64) -> bool| ratios.iter().filter(|ratio| of(**ratio)).count();
    let slow = count(&|ratio| ratio < GUIDE / 10.0);
    let fast = count(&|ratio| ratio > GUIDE * 10.0);
    charts::updates_summary(&step, &spoken(low), &spoken(high), &ratios.len(), &slow, &fast).into()
}
