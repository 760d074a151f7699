//! The error of a network that prices options, as a heat map over moneyness and maturity. One chart shows it in price,
//! another in implied volatility.

use super::{Chart, Input, Shown, spoken, title_of};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Side};
use crate::objectives::ChartData;
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::{markets, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "price-error",
        label: "Price error",
        help: "The network's price minus the Black-Scholes price, in per cent of the strike, by moneyness and maturity at the middle volatility.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Prices),
    figure: |input, _| map(input, &CHART.item, &markets::prices_error(), Which::Price),
    ..Chart::BASE
};

/// The error in volatility points.
pub const IN_VOLATILITY: Chart = Chart {
    item: Item {
        id: "vol-error",
        label: "Implied-volatility error",
        help: "The volatility implied by the network's price minus the true one, in volatility points. Empty where no volatility gives that price.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Prices),
    figure: |input, _| map(input, &IN_VOLATILITY.item, &markets::prices_error_in_volatility(), Which::Volatility),
    ..Chart::BASE
};

enum Which {
    Price,
    Volatility,
}

/// Smaller errors are drawn as if they had this size, because 0 has no logarithm.
const LEAST: f64 = 1e-6;

fn map(input: &Input, chart: &Item, label: &str, which: Which) -> Figure {
    let Some(ChartData::Prices { columns, rows, moneyness, maturity, volatility, price_error, volatility_error }) =
        input.run.chart_data()
    else {
        return Figure::nothing(chart.id, title_of(chart), &markets::prices_none());
    };
    let errors = match which {
        Which::Price => price_error,
        Which::Volatility => volatility_error,
    };
    let known: Vec<f64> = errors.iter().copied().filter(|e| e.is_finite()).collect();
    let largest = known.iter().fold(0.0_f64, |largest, e| largest.max(e.abs()));
    let rms = (known.iter().map(|e| e * e).sum::<f64>() / known.len().max(1) as f64).sqrt();
    let missing = errors.len() - known.len();
    let log = |e: &f64| if e.is_finite() { libm::log10(e.abs().max(LEAST)) as f32 } else { f32::NAN };
    let values = errors.iter().map(log).collect();
    // The colour scale ends at a whole power of ten, so that it seldom changes while the errors shrink.
    let top = libm::log10(largest.max(LEAST)).ceil();
    let raster = Mark::Raster {
        columns: columns as u32,
        rows: rows as u32,
        x: moneyness,
        y: maturity,
        values,
        range: [top as f32 - 3.0, top as f32],
        label: label.into(),
        log10: true,
    };
    let missing = (missing > 0).then(|| markets::prices_missing(&missing, &errors.len()));
    Figure {
        id: chart.id.into(),
        title: title_of(chart).into(),
        x: Axis::linear(&markets::prices_moneyness(), moneyness),
        y: Axis::linear(&markets::prices_maturity(), maturity).unit(&markets::prices_years()),
        right: None,
        series: vec![Series { name: String::new(), ink: Ink::Text, side: Side::Left, mark: raster }],
        empty: None,
        summary: sentences([
            Some(markets::prices_summary(
                &input.run.frame().step,
                &spoken(100.0 * volatility),
                &label,
                &spoken(rms),
                &spoken(largest),
            )),
            missing,
        ]),
    }
}
