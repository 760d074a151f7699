//! Why the backward signal grows or shrinks at each layer: what the weights do, what the activation's slope does.

use super::{Chart, Input, Shown, decades, layer_axis, spoken, time_axis};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::probes::Probe;
use crate::probes::factors::{Factor, Factors};
use crate::registry::Item;

pub const CHART: Chart = Chart {
    item: Item {
        id: "factors",
        label: "Backward signal",
        help: "Factor by which each layer changes the backward signal: from the weights, from the activation slopes, \
               and their product.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.hidden),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let seen = match Factors::of(input.run) {
        Ok(seen) => seen,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.item.label, why),
    };
    let places = &seen.places;
    let x: Vec<f64> = places.iter().map(|place| place.at as f64).collect();
    let numbers = |of: fn(&Factor) -> f64| places.iter().map(of).collect::<Vec<f64>>();
    let [weights, slope, product] = [numbers(|p| p.weights), numbers(|p| p.slope), numbers(|p| p.product)];
    let range = decades(weights.iter().chain(&slope).chain(&product).copied().chain([1.0]));
    let series = |name: &str, ink, mark| Series { name: name.into(), ink, side: Side::Left, mark };
    let radius = if places.len() > 20 { 2.5 } else { 4.0 };
    let points = |y: &[f64], shape| Mark::Points { x: x.clone(), y: y.to_vec(), shape, radius };
    let line = Mark::Line { x: x.clone(), y: product.clone(), dash: Dash::Solid, width: 1.5 };
    Figure {
        id: CHART.item.id.into(),
        title: CHART.item.label.into(),
        x: if seen.through_time {
            time_axis(&x)
        } else {
            layer_axis(input.run.layer_names().iter().map(String::as_str))
        },
        y: Axis::log10("factor on the way back", range),
        right: None,
        series: vec![
            series("", Ink::Quiet, Mark::Rule { at: 1.0, dash: Dash::Dashed, label: "1: unchanged".into() }),
            series("", Ink::Series(0), line),
            series("weights", Ink::Series(1), points(&weights, Shape::Ring)),
            series("slope", Ink::Series(2), points(&slope, Shape::Triangle)),
            series("both", Ink::Series(0), points(&product, Shape::Disc)),
        ],
        empty: None,
        summary: summary(input.run.frame().step, &seen),
    }
}

fn summary(step: u64, seen: &Factors) -> String {
    // Sums of logarithms: the product over many layers may leave the range of f64.
    let whole = |of: fn(&Factor) -> f64| spoken(libm::exp10(seen.places.iter().map(|p| libm::log10(of(p))).sum()));
    let ends =
        if seen.through_time { "From the last time step to the first" } else { "From the last layer to the first" };
    let product = whole(|place| place.product);
    // A gated cell has no parts to tell apart.
    if seen.is_gated() {
        return format!("Step {step}. {ends} the backward signal is multiplied by {product}.");
    }
    format!(
        "Step {step}. {ends} the backward signal is multiplied by {product}: by {} through the weights and by {} through \
         the slopes of the activation.",
        whole(|place| place.weights),
        whole(|place| place.slope),
    )
}
