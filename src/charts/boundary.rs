//! The decision surface: the network's output over its inputs, with the examples.

mod curve;
mod examples;

use super::{Chart, Input, Shown, spoken};
use crate::datasets::{Data, Targets};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::registry::Item;
use crate::texts::{self, Text, charts};
use examples::Examples;

pub const CHART: Chart = Chart {
    item: Item {
        id: "boundary",
        label: "Decision surface",
        help: "The output of the network over its inputs, with the examples. Filled markers are the training set, hollow markers the test set.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.plottable_inputs),
    figure,
    ..Chart::BASE
};

/// Multiply-adds that one picture may cost, about a millisecond's work. A network with more parameters gets fewer
/// cells, so that the chart can follow the training.
const BUDGET: usize = 8_000_000;
/// Least and most cells along one side.
const CELLS: [f64; 2] = [16.0, 64.0];
/// Ratio of the inputs' ranges up to which a unit is equally long on both axes.
const ALIKE: f64 = 1.5;

fn figure(input: &Input, _: usize) -> Figure {
    let nothing = |why: &str| Figure::nothing(CHART.item.id, CHART.title(), why);
    let Some((train, test)) = input.run.problem().sets() else {
        return nothing(&charts::boundary_no_data());
    };
    let examples = Examples { train, test };
    match train.features() {
        1 => curve::figure(input, &examples),
        2 => plane(input, &examples),
        n => nothing(&charts::boundary_dimensions(&n)),
    }
}

/// Two inputs: a coloured plane.
fn plane(input: &Input, examples: &Examples) -> Figure {
    let size = (BUDGET as f64 / input.run.parameter_count().max(1) as f64).sqrt().clamp(CELLS[0], CELLS[1]) as usize;
    let ranges = [0, 1].map(|k| examples.range(k));
    let inputs: Vec<f64> = [0, 1]
        .into_iter()
        .flat_map(|k| {
            let [low, high] = ranges[k];
            let middle = move |cell: usize| low + (high - low) * (cell as f64 + 0.5) / size as f64;
            (0..size * size).map(move |cell| middle(if k == 0 { cell % size } else { cell / size }))
        })
        .collect();
    let answers = input.run.predict(&inputs);
    let [x, y] = [0, 1].map(|k| ranges[k].map(|at| examples.measured(k, at)));
    let middle = |[low, high]: [f64; 2]| {
        let half = 0.5 * (high - low) / size as f64;
        [low + half, high - half]
    };
    let (columns, rows) = (size as u32, size as u32);
    let mut series = Vec::new();
    let step = input.run.frame().step;
    let what = match &examples.train.targets {
        Targets::Classes { count, .. } => {
            let shares = answers.iter().map(|share| (255.0 * share + 0.5) as u8).collect();
            let inks = (0..*count).map(examples::ink).collect();
            series.push(unnamed(Ink::Text, Mark::Regions { columns, rows, x, y, inks, shares }));
            if *count == 2 {
                // The decision boundary: both classes have probability 0.5.
                let values = answers[size * size..].iter().map(|share| *share as f32).collect();
                let lines = Mark::Contours { columns, rows, x: middle(x), y: middle(y), values, levels: vec![0.5] };
                series.push(unnamed(Ink::Text, lines));
            }
            charts::boundary_shares(&step, &parts(examples.train, &answers, *count))
        }
        Targets::Values { scale, unit, .. } => {
            let mean = examples.train.names.target_mean;
            let values: Vec<f32> = answers[..size * size].iter().map(|value| (mean + scale * value) as f32).collect();
            let range = examples.targets();
            let name = match examples.train.names.target.as_str() {
                "" => charts::output().into_owned(),
                target => target.to_string(),
            };
            let label = if unit.is_empty() { name } else { format!("{name} ({})", texts::unit(unit)) };
            let ends = values.iter().fold([f32::INFINITY, f32::NEG_INFINITY], |[a, b], v| [a.min(*v), b.max(*v)]);
            series.push(unnamed(Ink::Text, Mark::Raster { columns, rows, x, y, values, range, label, log10: false }));
            charts::boundary_values(&step, &spoken(ends[0].into()), &spoken(ends[1].into()))
        }
    };
    series.extend(examples.on_plane());
    let axis = |k: usize, range| Axis::linear(&examples.name(k), range);
    // Inputs of about the same range are drawn to the same scale.
    let share = (x[1] - x[0]) / (y[1] - y[0]);
    let y = Axis { alike: (1.0 / ALIKE..=ALIKE).contains(&share), ..axis(1, y) };
    finished(examples, (axis(0, x), y), series, what)
}

/// The percentage of the plane in which each class is the most probable, in words.
fn parts(data: &Data, answers: &[f64], count: usize) -> String {
    let cells = answers.len() / count;
    let mut won = vec![0_usize; count];
    for b in 0..cells {
        let best =
            (1..count).fold(0, |best, k| if answers[k * cells + b] > answers[best * cells + b] { k } else { best });
        won[best] += 1;
    }
    let share = |k: usize| format!("{} {} %", examples::class(data, k), spoken((100 * won[k]) as f64 / cells as f64));
    let all: Vec<String> = (0..count).map(share).collect();
    all.join(", ")
}

fn finished(examples: &Examples, (x, y): (Axis, Axis), series: Vec<Series>, what: Text) -> Figure {
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x,
        y,
        right: None,
        series,
        empty: None,
        summary: format!("{what} {}", examples.words()),
    }
}

fn unnamed(ink: Ink, mark: Mark) -> Series {
    Series { name: String::new(), ink, side: Side::Left, mark }
}

fn line(name: String, ink: Ink, (x, y): (Vec<f64>, Vec<f64>)) -> Series {
    Series { name, ink, side: Side::Left, mark: Mark::Line { x, y, dash: Dash::Solid, width: 2.5 } }
}
