//! A volatility smile: the quotes, the fit, and where the fit allows arbitrage.

use super::{Chart, Input, Shown, span, spoken, title_of};
use crate::datasets::quotes::Quotes;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::finance::svi::Svi;
use crate::objectives::ChartData;
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::{markets, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "smile",
        label: "Smile",
        help: "Implied volatility by log-moneyness: market quotes and fit. Where g(k), right, is below 0, the fit's probability density is negative, which allows butterfly arbitrage (shaded).",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Smile),
    figure,
    ..Chart::BASE
};

/// Points along the smile.
const PLACES: usize = 161;
/// Width of the drawn smile, relative to the range of the quotes. It is above 1 because arbitrage mostly occurs in the
/// wings.
const WIDER: f64 = 1.6;

/// The run's present smile and its quotes. If there is none, the error is a figure that says so.
pub fn smile_of(input: &Input, chart: &Item) -> Result<(Svi<f64>, Quotes), Box<Figure>> {
    match input.run.chart_data() {
        Some(ChartData::Smile { smile, quotes }) => Ok((smile, quotes)),
        _ => Err(Box::new(Figure::nothing(chart.id, title_of(chart), &markets::smile_none()))),
    }
}

fn figure(input: &Input, _: usize) -> Figure {
    let (smile, quotes) = match smile_of(input, &CHART.item) {
        Ok(both) => both,
        Err(figure) => return *figure,
    };
    let [low, high] = span(&quotes.log_moneyness).unwrap_or([-1.0, 1.0]);
    let (middle, half) = (0.5 * (low + high), 0.5 * WIDER * (high - low).max(0.1));
    let k: Vec<f64> = (0..PLACES).map(|n| middle + half * (2.0 * n as f64 / (PLACES - 1) as f64 - 1.0)).collect();
    let fit: Vec<f64> = k.iter().map(|k| 100.0 * (smile.variance(*k) / quotes.maturity).sqrt()).collect();
    let g: Vec<f64> = k.iter().map(|k| smile.durrleman(*k)).collect();
    let market: Vec<f64> = quotes.volatility.iter().map(|v| 100.0 * v).collect();
    let [bottom, top] = span(&market).unwrap_or([0.0, 100.0]);
    let room = 0.35 * (top - bottom).max(1.0);
    let (bottom, top) = ((bottom - room).max(0.0), top + room);
    let mut series: Vec<Series> = negative(&k, &g)
        .map(|[from, to]| {
            let (x, y) = ([from, to], [bottom, top]);
            left("", Ink::Alarm, Mark::Regions { columns: 1, rows: 1, x, y, inks: vec![Ink::Alarm], shares: vec![90] })
        })
        .collect();
    let [lowest, highest] = span(&g).unwrap_or([0.0, 1.0]);
    // The axis of g(k) always includes 0, and never extends beyond about −1 to 2: extreme values at a bad start would
    // flatten everything else.
    let scale = [lowest.clamp(-1.0, -0.1) - 0.05, highest.clamp(1.0, 2.0)];
    let dashed = |x: Vec<f64>, y| Mark::Line { x, y, dash: Dash::Dashed, width: 1.5 };
    let zero = dashed(vec![k[0], k[PLACES - 1]], vec![0.0; 2]);
    series.push(Series { name: String::new(), ink: Ink::Quiet, side: Side::Right, mark: zero });
    series.push(Series {
        name: "g(k)".into(),
        ink: Ink::Series(1),
        side: Side::Right,
        mark: dashed(k.clone(), g.clone()),
    });
    let line = Mark::Line { x: k.clone(), y: fit, dash: Dash::Solid, width: 2.5 };
    series.push(left(&markets::smile_fit(), Ink::Series(0), line));
    let points = Mark::Points { x: quotes.log_moneyness.clone(), y: market, shape: Shape::Ring, radius: 4.0 };
    series.push(left(&markets::smile_quotes(), Ink::Text, points));
    let [a, b, rho, m, sigma] = smile.0.map(spoken);
    let arbitrage = match negative(&k, &g).next() {
        Some(_) => markets::smile_arbitrage,
        None if g.iter().all(|g| g.is_finite()) => markets::smile_no_arbitrage,
        None => markets::smile_no_variance,
    };
    Figure {
        id: CHART.item.id.into(),
        title: markets::smile_title(&quotes.days).into(),
        x: Axis::linear(&markets::smile_moneyness(), [k[0], k[PLACES - 1]]),
        y: Axis::linear(&markets::smile_volatility(), [bottom, top]).unit("%"),
        right: Some(Axis::linear("g(k)", scale)),
        series,
        empty: None,
        summary: sentences([
            Some(markets::smile_parameters(&input.run.frame().step, &a, &b, &rho, &m, &sigma)),
            Some(arbitrage(&spoken(lowest))),
        ]),
    }
}

fn left(name: &str, ink: Ink, mark: Mark) -> Series {
    Series { name: name.into(), ink, side: Side::Left, mark }
}

/// The intervals of `k` where `g` is negative, or NaN because the fit's variance is not positive.
fn negative<'a>(k: &'a [f64], g: &'a [f64]) -> impl Iterator<Item = [f64; 2]> + 'a {
    let half = 0.5 * (k[1] - k[0]);
    let bad = |n: usize| g[n] < 0.0 || g[n].is_nan();
    let mut n = 0;
    std::iter::from_fn(move || {
        let from = (n..k.len()).find(|n| bad(*n))?;
        n = (from..k.len()).find(|n| !bad(*n)).unwrap_or(k.len());
        Some([(k[from] - half).max(k[0]), (k[n - 1] + half).min(k[k.len() - 1])])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_arbitrage_are_found_wherever_they_begin_and_end() {
        let k = [0.0, 1.0, 2.0, 3.0, 4.0];
        let at = |g: [f64; 5]| negative(&k, &g).collect::<Vec<_>>();
        assert_eq!(at([1.0; 5]), Vec::<[f64; 2]>::new());
        assert_eq!(at([-1.0, 1.0, f64::NAN, -1.0, 1.0]), [[0.0, 0.5], [1.5, 3.5]]);
        assert_eq!(at([-1.0; 5]), [[0.0, 4.0]]);
    }
}
