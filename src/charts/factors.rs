//! Why the backward signal grows or shrinks at each layer: the factor from the weights and the factor from the
//! activation's slopes.

use super::{Chart, Input, Shown, decades, layer_axis, spoken, time_axis};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::probes::Probe;
use crate::probes::factors::{Factor, Factors};
use crate::registry::Item;
use crate::texts::charts;

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
        Err(why) => return Figure::nothing(CHART.item.id, CHART.title(), &why),
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
        title: CHART.title().into(),
        x: if seen.through_time {
            time_axis(&x)
        } else {
            layer_axis(input.run.layer_names().iter().map(String::as_str))
        },
        y: Axis::log10(&charts::factors_axis(), range),
        right: None,
        series: vec![
            series(
                "",
                Ink::Quiet,
                Mark::Rule { at: 1.0, dash: Dash::Dashed, label: charts::factors_unchanged().into() },
            ),
            series("", Ink::Series(0), line),
            series(&charts::factors_weights(), Ink::Series(1), points(&weights, Shape::Ring)),
            series(&charts::factors_slope(), Ink::Series(2), points(&slope, Shape::Triangle)),
            series(&charts::factors_both(), Ink::Series(0), points(&product, Shape::Disc)),
        ],
        empty: None,
        summary: summary(input.run.frame().step, &seen),
    }
}

fn summary(step: u64, seen: &Factors) -> String {
    // Adds logarithms, because the product over many layers may overflow or underflow.
    let whole = |of: fn(&Factor) -> f64| spoken(libm::exp10(seen.places.iter().map(|p| libm::log10(of(p))).sum()));
    let product = whole(|place| place.product);
    // A gated cell's factor cannot be split into weights and slopes.
    if seen.is_gated() {
        let says = if seen.through_time { charts::factors_time } else { charts::factors_layers };
        return says(&step, &product).into();
    }
    let says = if seen.through_time { charts::factors_time_parts } else { charts::factors_layers_parts };
    says(&step, &product, &whole(|place| place.weights), &whole(|place| place.slope)).into()
}
