//! The outputs of each layer's activation, with the fractions of saturated slopes and of dead units.
//!
//! The upper half of the plot shows the outputs (left axis), the lower half the fractions (right axis).

use super::{Chart, Input, Shown, layer_axis, span, spoken, spoken_layer, time_axis};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side, Tick};
use crate::probes::Probe;
use crate::probes::activations::{Activations, Outputs};
use crate::registry::Item;
use crate::texts::{charts, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "activations",
        label: "Activations",
        help: "Mean and standard deviation of each layer's outputs over the data. Below: the fraction of slopes under \
               5 % of the activation's largest slope (saturated), and of units whose slope is 0 for every example \
               (dead).",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.hidden && !about.has.gates),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let seen = match Activations::of(input.run) {
        Ok(seen) => seen,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.title(), &why),
    };
    let places = &seen.places;
    let numbers = |of: &dyn Fn(&Outputs) -> f64| places.iter().map(of).collect::<Vec<f64>>();
    let x = numbers(&|place| place.at as f64);
    let (low, high) = (numbers(&|place| place.mean - place.std), numbers(&|place| place.mean + place.std));
    let shift = |by: f64| x.iter().map(|x| x + by).collect::<Vec<f64>>();
    let series = |name: &str, ink, side, mark| Series { name: name.into(), ink, side, mark };
    let bars = |shifted: f64, share: &dyn Fn(&Outputs) -> f64, filled| Mark::Bars {
        x: shift(shifted),
        y: numbers(&|p| 100.0 * share(p)),
        width: 0.38,
        filled,
    };
    let points = |y: &[f64], shape, radius| Mark::Points { x: x.clone(), y: y.to_vec(), shape, radius };
    let whiskers = Mark::Line {
        x: x.iter().flat_map(|x| [*x, *x, f64::NAN]).collect(),
        y: low.iter().zip(&high).flat_map(|(low, high)| [*low, *high, f64::NAN]).collect(),
        dash: Dash::Solid,
        width: 1.5,
    };
    let radius = if places.len() > 20 { 2.5 } else { 4.0 };
    let x_axis =
        if seen.through_time { time_axis(&x) } else { layer_axis(input.run.layer_names().iter().map(String::as_str)) };
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: x_axis,
        y: upper(span(&[low.clone(), high.clone()].concat()).unwrap_or([0.0, 1.0])),
        right: Some(lower()),
        series: vec![
            series(
                &charts::activations_saturated(),
                Ink::Series(1),
                Side::Right,
                bars(-0.2, &|place| place.saturated, false),
            ),
            series(&charts::activations_dead(), Ink::Series(6), Side::Right, bars(0.2, &|place| place.dead, true)),
            series("", Ink::Series(0), Side::Left, whiskers),
            series(
                &charts::activations_mean(),
                Ink::Series(0),
                Side::Left,
                points(&numbers(&|place| place.mean), Shape::Disc, radius),
            ),
            series(&charts::activations_std(), Ink::Series(0), Side::Left, points(&high, Shape::Square, 1.75)),
            series("", Ink::Series(0), Side::Left, points(&low, Shape::Square, 1.75)),
        ],
        empty: None,
        summary: summary(input.run.frame().step, &seen),
    }
}

/// The axis of the outputs. It extends downwards, so that its lower half is free for the fractions.
fn upper([low, high]: [f64; 2]) -> Axis {
    let (low, high) = (low.min(0.0), high.max(0.0));
    let height = (high - low).max(1e-9);
    let mut at = vec![low, high];
    if low < -0.25 * height && high > 0.25 * height {
        at.push(0.0);
    }
    at.sort_unstable_by(f64::total_cmp);
    let ticks = at.into_iter().map(|at| Tick { at, label: spoken(at) }).collect();
    Axis { ticks, ..Axis::linear(&charts::activations_axis(), [low - 1.25 * height, high + 0.05 * height]) }
}

/// The axis of the fractions. It extends upwards, so that its upper half is free for the outputs.
fn lower() -> Axis {
    let ticks = [0.0, 50.0, 100.0].map(|at| Tick { at, label: format!("{at}") }).to_vec();
    Axis { ticks, ..Axis::linear(&charts::share(), [0.0, 230.0]).unit("%") }
}

fn summary(step: u64, seen: &Activations) -> String {
    let places = &seen.places;
    let mean = |of: fn(&Outputs) -> f64| places.iter().map(of).sum::<f64>() / places.len() as f64;
    let percent = |share: f64| format!("{} %", spoken((1000.0 * share).round() / 10.0));
    let most =
        |of: fn(&Outputs) -> f64| places.iter().max_by(|a, b| of(a).total_cmp(&of(b))).filter(|place| of(place) > 0.0);
    let saturated = percent(mean(|place| place.saturated));
    let saturated = match most(|place| place.saturated) {
        Some(at) => charts::activations_saturated_most(&saturated, &spoken_layer(&at.name), &percent(at.saturated)),
        None => charts::activations_saturated_none(&saturated),
    };
    let dead = percent(mean(|place| place.dead));
    let dead = match most(|place| place.dead) {
        Some(at) => charts::activations_dead_most(&dead, &spoken_layer(&at.name), &percent(at.dead)),
        None => charts::activations_dead_none(&dead),
    };
    let over = if seen.all { charts::activations_all } else { charts::activations_some };
    let (first, last) = (&places[0], &places[places.len() - 1]);
    let outputs = charts::activations_outputs(
        &spoken(first.mean),
        &spoken(first.std),
        &spoken(last.mean),
        &spoken(last.std),
        &places.len(),
    );
    sentences([Some(over(&step, &seen.rows)), Some(outputs), Some(saturated), Some(dead)])
}
