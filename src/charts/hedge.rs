//! A hedger's profit and loss and its hedge ratio, compared with the Black-Scholes delta hedge.

use super::{Chart, Input, Shown, span, spoken, title_of};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::finance::risk;
use crate::objectives::ChartData;
use crate::objectives::hedging::LEVEL;
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::{charts, markets, unit};

pub const CHART: Chart = Chart {
    item: Item {
        id: "hedge-pnl",
        label: "Profit and loss",
        help: "Profit and loss at maturity over simulated paths, for the network (filled) and for the delta hedge on the same paths (outline). The vertical lines are the mean of the worst 5 %.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Hedge),
    figure: gains,
    ..Chart::BASE
};

/// The hedge ratio at half time.
pub const RATIO: Chart = Chart {
    item: Item {
        id: "hedge-ratio",
        label: "Hedge ratio",
        help: "What the network holds at half time, by the asset's price, if it held the delta, nothing or the whole asset before. Dashed: the Black-Scholes delta. With costs the three curves separate, because the network leaves a nearly right hedge alone.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Hedge),
    figure: ratio,
    ..Chart::BASE
};

/// Distance between markers, in grid points.
const APART: usize = 5;
/// Bars of the histogram.
const BARS: usize = 36;

fn nothing(chart: &Item) -> Figure {
    Figure::nothing(chart.id, title_of(chart), &markets::hedge_none())
}

fn left(name: &str, ink: Ink, mark: Mark) -> Series {
    Series { name: name.into(), ink, side: Side::Left, mark }
}

fn gains(input: &Input, _: usize) -> Figure {
    let Some(ChartData::Hedge { gains, baseline, .. }) = input.run.chart_data() else { return nothing(&CHART.item) };
    let tails = [risk::cvar(&gains, LEVEL), risk::cvar(&baseline, LEVEL)];
    // At a bad start the network's gains can spread very far, which would squeeze the delta hedge into a few bars. So
    // the range is limited, and the outermost bars also count the gains beyond it.
    let spread = risk::deviation(&baseline).max(1e-6);
    let middle = risk::mean(&baseline);
    let [low, high] = span(&gains).unwrap_or([middle, middle]);
    let from = (middle - 12.0 * spread).max(low.min(middle - 5.0 * spread));
    let to = (middle + 12.0 * spread).min(high.max(middle + 5.0 * spread));
    let width = (to - from) / BARS as f64;
    let x: Vec<f64> = (0..BARS).map(|k| from + width * (k as f64 + 0.5)).collect();
    let count = |values: &[f64]| {
        let mut bars = vec![0.0; BARS];
        for value in values.iter().filter(|v| v.is_finite()) {
            bars[(((value - from) / width).max(0.0) as usize).min(BARS - 1)] += 100.0 / values.len() as f64;
        }
        bars
    };
    let (ours, theirs) = (count(&gains), count(&baseline));
    let top = ours.iter().chain(&theirs).fold(1.0_f64, |top, y| top.max(*y));
    let bars = |y: Vec<f64>, filled| Mark::Bars { x: x.clone(), y, width: 0.92 * width, filled };
    let deviations = [risk::deviation(&gains), risk::deviation(&baseline)];
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&markets::hedge_gain(), [from, to]).unit(unit("% of spot")),
        y: Axis::linear(&markets::hedge_share(), [0.0, 1.1 * top]).unit("%"),
        right: None,
        series: vec![
            left(&charts::network(), Ink::Series(0), bars(ours, true)),
            left(&markets::hedge_delta_hedge(), Ink::Series(1), bars(theirs, false)),
            left("", Ink::Series(0), Mark::Cursor { at: -tails[0], label: "CVaR".into() }),
            left("", Ink::Series(1), Mark::Cursor { at: -tails[1], label: String::new() }),
        ],
        empty: None,
        summary: markets::hedge_gains(
            &input.run.frame().step,
            &gains.len(),
            &spoken(deviations[0]),
            &spoken(deviations[1]),
            &spoken(tails[0]),
            &spoken(tails[1]),
        )
        .into(),
    }
}

fn ratio(input: &Input, _: usize) -> Figure {
    let Some(ChartData::Hedge { spot, delta, from_delta, from_none, from_all, .. }) = input.run.chart_data() else {
        return nothing(&RATIO.item);
    };
    let apart = from_delta.iter().zip(&delta).fold(0.0_f64, |most, (a, b)| most.max((a - b).abs()));
    let band = from_all.iter().zip(&from_none).map(|(a, b)| a - b).fold(0.0_f64, f64::max);
    let range = [spot[0], spot[spot.len() - 1]];
    let line = |y: Vec<f64>, dash, width| Mark::Line { x: spot.clone(), y, dash, width };
    let some = |values: &[f64]| values.iter().copied().step_by(APART).collect::<Vec<f64>>();
    let markers = |y: Vec<f64>, shape| Mark::Points { x: some(&spot), y: some(&y), shape, radius: 3.0 };
    Figure {
        id: RATIO.item.id.into(),
        title: RATIO.title().into(),
        x: Axis::linear(&markets::hedge_price(), range).unit(&markets::hedge_price_unit()),
        y: Axis::linear(&markets::hedge_held(), [-0.03, 1.03]).unit(&markets::hedge_held_unit()),
        right: None,
        series: vec![
            left(&markets::hedge_held_all(), Ink::Series(2), markers(from_all, Shape::Triangle)),
            left(&markets::hedge_held_nothing(), Ink::Series(3), markers(from_none, Shape::HollowTriangle)),
            left(&markets::hedge_held_delta(), Ink::Series(0), line(from_delta, Dash::Solid, 2.5)),
            left(&markets::hedge_delta(), Ink::Series(1), line(delta, Dash::Dashed, 2.0)),
        ],
        empty: None,
        summary: markets::hedge_ratio(&input.run.frame().step, &spoken(apart), &spoken(band)).into(),
    }
}
