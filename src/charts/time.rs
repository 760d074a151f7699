//! The gradient through time: ‖∂L/∂h_t‖ by distance from the end of the sequence. Two lines show its factor per time
//! step: as measured, and as predicted from the weights or the gates.

use super::{Chart, Input, Shown, decades, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::probes::Probe;
use crate::probes::decay::{By, Decay};
use crate::registry::Item;
use crate::texts::{charts, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "time",
        label: "Gradient through time",
        help: "Gradient of the loss with respect to the hidden state, by distance from the end. The factor per time \
               step is measured, and predicted from the largest singular value of the recurrent weights and the \
               slopes, or from the gate that carries the state.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.time),
    figure,
    ..Chart::BASE
};

/// The line style of each layer, from the top layer down.
const DASHES: [Dash; 3] = [Dash::Solid, Dash::Dashed, Dash::Dotted];
/// From this sequence length on, markers would hide the line.
const MARKED: usize = 60;

fn figure(input: &Input, _: usize) -> Figure {
    let Some(through) = input.run.through_time() else {
        return Figure::nothing(CHART.item.id, CHART.title(), &charts::no_sequence());
    };
    let norms = through.last();
    if !norms.iter().any(|norm| norm.is_finite() && *norm > 0.0) {
        return Figure::nothing(CHART.item.id, CHART.title(), &charts::no_gradient_in_time());
    }
    let length = norms.len() - 1;
    let back: Vec<f64> = (0..=length).map(|t| (length - t) as f64).collect();
    let (first, last) = (norms[0], norms[length]);
    let all = through.states.iter().chain(&through.cells).flatten().copied();
    let range = decades(all);
    let series = |name: String, ink, mark| Series { name, ink, side: Side::Left, mark };
    let line = |y: &[f64], dash, width| Mark::Line { x: back.clone(), y: y.to_vec(), dash, width };
    let mut drawn = Vec::new();
    let top = through.states.len() - 1;
    for (l, states) in through.states.iter().enumerate() {
        let ink = Ink::Series(if l == top { 0 } else { 3 + l as u8 });
        let name = if top > 0 { charts::time_layer(&l).into() } else { String::new() };
        drawn.push(series(name, ink, line(states, DASHES[(top - l) % 3], 2.0)));
        if l == top && length < MARKED {
            let points = Mark::Points { x: back.clone(), y: states.clone(), shape: Shape::Disc, radius: 2.5 };
            drawn.push(series(String::new(), ink, points));
        }
    }
    if let Some(cells) = through.cells.last() {
        drawn.push(series(charts::time_cell().into(), Ink::Series(2), line(cells, Dash::Dashed, 1.5)));
    }
    let mut rates = None;
    if let Ok(decay) = Decay::of(input.run) {
        // Both lines start at the last time step at which the loss enters.
        let peak = norms.iter().rposition(|norm| *norm > 0.0).unwrap_or(length);
        let along = |rate: f64| -> Vec<f64> {
            let log = libm::log(norms[peak]);
            let value =
                |t: usize| if t > peak { f64::NAN } else { libm::exp(log + libm::log(rate) * (peak - t) as f64) };
            (0..=length).map(value).map(|y| if (range[0]..=range[1]).contains(&y) { y } else { f64::NAN }).collect()
        };
        if decay.measured.is_finite() {
            let (measured, expected) = (spoken(decay.measured), spoken(decay.expected));
            let name = charts::time_measured(&measured).into_owned();
            drawn.push(series(name, Ink::Text, line(&along(decay.measured), Dash::Dashed, 1.0)));
            rates = Some(match decay.by {
                By::Weights => charts::time_rate_weights(&measured, &expected),
                By::ForgetGate => charts::time_rate_forget(&measured, &expected),
                By::UpdateGate => charts::time_rate_update(&measured, &expected),
            });
        }
        let expected = spoken(decay.expected);
        let name = match decay.by {
            By::Weights => charts::time_expected_weights(&expected),
            By::ForgetGate => charts::time_expected_forget(&expected),
            By::UpdateGate => charts::time_expected_update(&expected),
        };
        drawn.push(series(name.into_owned(), Ink::Series(1), line(&along(decay.expected), Dash::Dotted, 1.5)));
    }
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&charts::time_axis_back(), [0.0, length as f64]),
        y: Axis::log10("‖∂L/∂hₜ‖", range),
        right: None,
        series: drawn,
        empty: None,
        summary: sentences([Some(charts::time_summary(&spoken(last), &length, &spoken(first))), rates]),
    }
}
