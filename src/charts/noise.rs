//! The noise in a step's gradient: gradient norms of other random draws, before and after clipping.

use super::{Chart, Input, Shown, span, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::{charts, markets, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "noise",
        label: "Gradient noise",
        help: "Gradient norms of 16 other samples of paths at the present parameters, and the norm of their mean, which is the signal. Clipping shortens the large ones: the spread is smaller, but so is the mean.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Policy),
    figure,
    ..Chart::BASE
};

/// Number of random draws.
const DRAWS: usize = 16;

fn figure(input: &Input, _: usize) -> Figure {
    let nothing = |why: &str| Figure::nothing(CHART.item.id, CHART.title(), why);
    if input.run.chart_data().is_none_or(|chart_data| !chart_data.is_simulated()) {
        return nothing(&markets::noise_none());
    }
    let spread = input.run.spread(DRAWS);
    let largest = spread.norms.iter().copied().filter(|n| n.is_finite()).fold(0.0, f64::max);
    if largest == 0.0 {
        return nothing(&markets::noise_zero());
    }
    let mut norms = spread.norms.clone();
    norms.sort_unstable_by(f64::total_cmp);
    let x: Vec<f64> = (1..=DRAWS).map(|k| k as f64).collect();
    let [_, top] = span(&norms).unwrap_or([0.0, 1.0]);
    let rule = |at, dash| Mark::Rule { at, dash, label: String::new() };
    let left = |name: &str, ink, mark| Series { name: name.into(), ink, side: Side::Left, mark };
    let mut series = vec![
        left(&markets::noise_sample(), Ink::Series(0), Mark::Points { x, y: norms, shape: Shape::Disc, radius: 4.0 }),
        left(&markets::noise_mean(), Ink::Series(2), rule(spread.mean, Dash::Dashed)),
    ];
    if let Some(threshold) = spread.threshold {
        series.push(left(&charts::threshold(), Ink::Threshold, rule(threshold, Dash::Solid)));
    }
    let ratio = |deviation: f64, mean: f64| spoken(deviation / mean);
    let clipped = (spread.clipped_mean < spread.mean).then(|| {
        let noise = ratio(spread.clipped_deviation, spread.clipped_mean);
        markets::noise_clipped(&spoken(spread.clipped_mean), &noise)
    });
    let noise = ratio(spread.deviation, spread.mean);
    Figure {
        id: CHART.item.id.into(),
        title: markets::noise_title(&CHART.title(), &noise).into(),
        x: Axis::linear(&markets::noise_axis(), [0.0, DRAWS as f64 + 1.0]),
        y: Axis::linear(
            &charts::gradient_norm(),
            [0.0, 1.08 * top.max(spread.threshold.unwrap_or(0.0).min(1.5 * top))],
        ),
        right: None,
        series,
        empty: None,
        summary: sentences([
            Some(markets::noise_summary(&input.run.frame().step, &DRAWS, &spoken(spread.mean), &noise)),
            clipped,
        ]),
    }
}
