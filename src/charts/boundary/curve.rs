//! The chart for one input: a curve over that input.

use super::examples::{self, Examples};
use super::{finished, line};
use crate::charts::{Input, spoken};
use crate::datasets::Targets;
use crate::draw::figure::{Axis, Figure, Ink};
use crate::texts::{self, charts};

/// Points along the input.
const PLACES: usize = 200;

/// The network's prediction over the input. For classes, this is the probability of each class.
pub fn figure(input: &Input, examples: &Examples) -> Figure {
    let [low, high] = examples.range(0);
    let inputs: Vec<f64> = (0..PLACES).map(|k| low + (high - low) * k as f64 / (PLACES - 1) as f64).collect();
    let answers = input.run.predict(&inputs);
    let x: Vec<f64> = inputs.iter().map(|at| examples.measured(0, *at)).collect();
    let across = Axis::linear(&examples.name(0), [x[0], x[PLACES - 1]]);
    let (data, step) = (examples.train, input.run.frame().step);
    match &data.targets {
        Targets::Classes { count, .. } => {
            // With two classes, the probability of one determines the other.
            let first = usize::from(*count == 2);
            let curve = |k: usize| {
                let y = answers[k * PLACES..(k + 1) * PLACES].to_vec();
                line(String::new(), examples::ink(k), (x.clone(), y))
            };
            let mut series: Vec<_> = (first..*count).map(curve).collect();
            series.extend(examples.on_line());
            let label = match *count {
                2 => charts::boundary_share_of(&examples::class(data, 1)),
                _ => charts::share(),
            };
            let what = charts::boundary_classes(&step, count, &examples.name(0));
            finished(examples, (across, Axis::linear(&label, [-0.06, 1.06])), series, what)
        }
        Targets::Values { scale, unit, .. } => {
            let mean = data.names.target_mean;
            let y: Vec<f64> = answers[..PLACES].iter().map(|value| mean + scale * value).collect();
            let [bottom, top] = examples.targets().map(f64::from);
            let margin = 0.1 * (top - bottom).max(1e-9);
            let name = if data.names.target.is_empty() { "y" } else { &data.names.target };
            let up = Axis::linear(name, [bottom - margin, top + margin]).unit(texts::unit(unit));
            let what = charts::boundary_curve(&step, &spoken(y[0]), &spoken(y[PLACES - 1]));
            let mut series = examples.on_line();
            series.push(line(charts::network().into(), Ink::Series(0), (x, y)));
            finished(examples, (across, up), series, what)
        }
    }
}
