//! The network's forecasts, with the true values and the forecasts of simple rules.

use super::{Chart, Input, Shown, span, spoken, title_of};
use crate::datasets::market::{SPIKES, year_of};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::objectives::ChartData;
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::{self, charts, markets};
use std::ops::Range;

pub const CHART: Chart = Chart {
    item: Item {
        id: "forecast",
        label: "Forecast",
        help: "The network's forecast for each day, made from the days before it, with the true value and the forecasts of simple rules. Days of the test set, if there is one. The vertical lines are three spikes of these years.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Forecast),
    figure: whole,
    ..Chart::BASE
};

/// The same around the day with the largest value.
pub const SPIKE: Chart = Chart {
    item: Item {
        id: "forecast-spike",
        label: "Forecast at the spike",
        help: "The same forecasts, day by day, around the largest moves. No method sees the first one coming; all forecasts follow one day later.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.own == OwnChart::Forecast),
    figure: spike,
    ..Chart::BASE
};

/// Days drawn before and after the day with the largest value.
const AROUND: usize = 45;
/// Width of the chart in CSS pixels from which the spikes' names fit.
const ROOMY: usize = 480;

fn whole(input: &Input, width: usize) -> Figure {
    figure(input, &CHART.item, width, |truth| 0..truth.len())
}

fn spike(input: &Input, width: usize) -> Figure {
    figure(input, &SPIKE.item, width, |truth| {
        let most = (0..truth.len()).fold(0, |most, day| if truth[day] > truth[most] { day } else { most });
        most.saturating_sub(AROUND)..(most + AROUND + 1).min(truth.len())
    })
}

fn figure(input: &Input, item: &Item, width: usize, part: impl Fn(&[f64]) -> Range<usize>) -> Figure {
    let Some(ChartData::Forecast { what, unit, year, truth, forecast, rules, tested }) = input.run.chart_data() else {
        return Figure::nothing(item.id, title_of(item), &markets::forecast_none());
    };
    let part = part(&truth);
    let (year, truth, forecast) = (&year[part.clone()], &truth[part.clone()], &forecast[part.clone()]);
    // The first rule forecasts the last value. Its line would be the true values one day late, so it is not drawn.
    let lines: Vec<(&str, &[f64])> =
        rules.iter().skip(1).map(|rule| (rule.name, &rule.forecast[part.clone()])).collect();
    let [from, to] = span(year).unwrap_or([0.0, 1.0]);
    let tops = lines.iter().map(|(_, forecast)| *forecast).chain([truth]);
    let top = tops.filter_map(span).fold(0.0_f64, |top, [_, high]| top.max(high));
    let error = |forecast: &[f64]| {
        let squares: f64 =
            forecast.iter().zip(truth).map(|(forecast, truth)| (forecast - truth) * (forecast - truth)).sum();
        spoken((squares / truth.len().max(1) as f64).sqrt())
    };
    let errors: Vec<String> = rules
        .iter()
        .map(|rule| format!("{} {}", texts::readout(rule.name), error(&rule.forecast[part.clone()])))
        .collect();
    let summary = if tested { markets::forecast_test } else { markets::forecast_training };
    let summary =
        summary(&input.run.frame().step, &truth.len(), &error(forecast), &texts::unit(unit), &errors.join(", "));
    // All lines have points at the same days, so that pointing at a day shows all values.
    let days = drawn_days(&[truth, forecast], width / 2);
    let at = |values: &[f64]| days.iter().map(|day| values[*day]).collect::<Vec<f64>>();
    let left = |name: &str, ink, mark| Series { name: name.into(), ink, side: Side::Left, mark };
    let line = |y: &[f64], dash, width| Mark::Line { x: at(year), y: at(y), dash, width };
    let radius = if truth.len() > 2 * AROUND + 1 { 1.0 } else { 2.5 };
    let came = Mark::Points { x: at(year), y: at(truth), shape: Shape::Disc, radius };
    let mut series = vec![left(&markets::forecast_truth(), Ink::Quiet, came)];
    for (k, (name, forecast)) in lines.into_iter().enumerate() {
        let dash = if k == 0 { Dash::Dotted } else { Dash::Dashed };
        series.push(left(texts::readout(name), Ink::Series(k as u8 + 1), line(forecast, dash, 1.5)));
    }
    series.push(left(&charts::network(), Ink::Series(0), line(forecast, Dash::Solid, 1.5)));
    for spike in SPIKES.iter().filter(|spike| (from..=to).contains(&year_of(spike.date))) {
        // A narrow chart has room for the year only.
        let label = if width < ROOMY { spike.date[..4].into() } else { (spike.name)() };
        series.push(left("", Ink::Text, Mark::Cursor { at: year_of(spike.date), label: label.into() }));
    }
    let axis = if tested { markets::forecast_test_axis() } else { markets::forecast_training_axis() };
    Figure {
        id: item.id.into(),
        title: title_of(item).into(),
        x: Axis::linear(&axis, [from, to]),
        y: Axis::linear(&forecast_axis(what), [0.0, 1.05 * top.max(1e-6)]).unit(texts::unit(unit)),
        right: None,
        series,
        empty: None,
        summary: summary.into(),
    }
}

/// The name of the forecast quantity, as an axis label.
fn forecast_axis((id, label): (&str, &'static str)) -> String {
    match texts::translated(&format!("keys.forecast.choices.{id}.label"), label) {
        english if english == label => label.to_ascii_lowercase(),
        translated => translated.into(),
    }
}

/// The days to draw. Splits the days into about `stretches` stretches and picks the lowest and the highest value of
/// every line in each, so that peaks remain visible.
fn drawn_days(lines: &[&[f64]], stretches: usize) -> Vec<usize> {
    let days = lines.first().map_or(0, |line| line.len());
    let length = days.div_ceil(stretches.max(1));
    if length <= 2 * lines.len() {
        return (0..days).collect();
    }
    let mut drawn = Vec::new();
    for first in (0..days).step_by(length) {
        let mut own: Vec<usize> = Vec::with_capacity(2 * lines.len());
        for line in lines {
            let (mut low, mut high) = (first, first);
            for day in first..(first + length).min(days) {
                low = if line[day] < line[low] { day } else { low };
                high = if line[day] > line[high] { day } else { high };
            }
            own.extend([low, high]);
        }
        own.sort_unstable();
        own.dedup();
        drawn.extend(own);
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_keep_their_peaks_and_short_ones_all() {
        let mut y = vec![1.0; 100];
        (y[37], y[38], y[99]) = (9.0, -2.0, 4.0);
        let mut z = vec![0.0; 100];
        z[52] = f64::NAN;
        z[51] = 3.0;
        let days = drawn_days(&[&y, &z], 10);
        assert!(days.len() <= 40 && days.is_sorted_by(|a, b| a < b));
        assert!([37, 38, 51, 99].iter().all(|day| days.contains(day)), "{days:?}");
        assert_eq!(drawn_days(&[&y, &z], 30), (0..100).collect::<Vec<_>>());
        assert_eq!(drawn_days(&[&[], &[]], 0), Vec::<usize>::new());
    }
}
