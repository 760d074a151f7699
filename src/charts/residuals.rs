//! The residuals of a smile's fit: fitted minus quoted implied volatility.

use super::smile::smile_of;
use super::{Chart, Input, Shown, span, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::{markets, unit};

pub const CHART: Chart = Chart {
    item: Item {
        id: "residuals",
        label: "Residuals",
        help: "Fitted minus quoted implied volatility for each strike, in volatility points.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Smile),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let (smile, quotes) = match smile_of(input, &CHART.item) {
        Ok(both) => both,
        Err(figure) => return *figure,
    };
    let x = &quotes.log_moneyness;
    let missed = |(k, quoted): (&f64, &f64)| 100.0 * ((smile.variance(*k) / quotes.maturity).sqrt() - quoted);
    let y: Vec<f64> = x.iter().zip(&quotes.volatility).map(missed).collect();
    let largest = y.iter().filter(|y| y.is_finite()).fold(0.0_f64, |largest, y| largest.max(y.abs()));
    let rmse = (y.iter().map(|y| y * y).sum::<f64>() / y.len() as f64).sqrt();
    let stems = Mark::Line {
        x: x.iter().flat_map(|k| [*k, *k, f64::NAN]).collect(),
        y: y.iter().flat_map(|y| [0.0, *y, f64::NAN]).collect(),
        dash: Dash::Solid,
        width: 2.0,
    };
    let heads = Mark::Points { x: x.clone(), y, shape: Shape::Disc, radius: 3.5 };
    let zero = Mark::Rule { at: 0.0, dash: Dash::Solid, label: String::new() };
    let [low, high] = span(x).unwrap_or([-1.0, 1.0]);
    let (room, half) = (0.06 * (high - low), 1.15 * largest.max(1e-3));
    Figure {
        id: CHART.item.id.into(),
        title: markets::residuals_title(&CHART.title(), &spoken(rmse)).into(),
        x: Axis::linear(&markets::smile_moneyness(), [low - room, high + room]),
        y: Axis::linear(&markets::residuals_axis(), [-half, half]).unit(unit("vol. points")),
        right: None,
        series: [(Ink::Quiet, zero), (Ink::Series(0), stems), (Ink::Series(0), heads)]
            .into_iter()
            .map(|(ink, mark)| Series { name: String::new(), ink, side: Side::Left, mark })
            .collect(),
        empty: None,
        summary: markets::residuals_summary(&input.run.frame().step, &spoken(rmse), &spoken(largest)).into(),
    }
}
