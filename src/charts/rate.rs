//! The learning rate over the steps, and the momentum if the schedule changes it.

use super::{Chart, Input, Page, Place, Shown, decades, headed, spoken, step_axis};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::optimizers::LR;
use crate::registry::Item;
use crate::schedules::SCHEDULE;
use crate::texts::charts;

pub const CHART: Chart = Chart {
    item: Item {
        id: "rate",
        label: "Learning rate",
        help: "The learning rate of every step, after schedule and live changes. Logarithmic if it spans powers of ten.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.chose(&SCHEDULE) || about.changed(&[LR.id(), SCHEDULE.id()])),
    page: Page { place: Place::Strip, ..Page::BASE },
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, width: usize) -> Figure {
    let last = input.run.frame().step;
    let rows = input.sample(width);
    let x: Vec<f64> = rows.iter().map(|row| row.step() as f64).collect();
    let lr: Vec<f64> = rows.iter().map(|row| row.lr()).collect();
    let momentum: Vec<f64> = rows.iter().map(|row| input.run.momentum_at(row.step()).unwrap_or(f64::NAN)).collect();
    let moves = momentum.iter().any(|m| m.is_finite());
    let line = |name: &str, ink, side, y, dash| Series {
        name: if moves { name.into() } else { String::new() },
        ink,
        side,
        mark: Mark::Line { x: x.clone(), y, dash, width: 2.0 },
    };
    let mut y = axis(&lr);
    if moves {
        // The legend already names the line, and there is no room for both.
        y.label.clear();
    }
    let mut series = vec![line(&charts::rate_rate(), Ink::Series(0), Side::Left, lr, Dash::Solid)];
    if moves {
        series.push(line(&charts::rate_momentum(), Ink::Series(1), Side::Right, momentum, Dash::Dashed));
    }
    Figure {
        id: CHART.item.id.into(),
        title: headed(CHART.title(), &charts::rate_title(&spoken(input.run.frame().lr)), width),
        x: step_axis(last),
        y,
        right: moves.then(|| Axis::linear("", [0.0, 1.0])),
        series,
        empty: None,
        summary: charts::rate_summary(
            &last,
            &spoken(input.run.frame().lr),
            &spoken(input.run.history().at(0).map_or(f64::NAN, |row| row.lr())),
        )
        .into(),
    }
}

/// Logarithmic if all rates are positive and most are below a tenth of the largest. A cosine schedule stays linear: its
/// median is about half of the largest rate.
fn axis(lr: &[f64]) -> Axis {
    let mut sizes: Vec<f64> = lr.iter().copied().filter(|lr| lr.is_finite()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let (Some(least), Some(largest)) = (sizes.first(), sizes.last()) else {
        return Axis::linear(&charts::learning_rate(), [0.0, 1.0]);
    };
    if *least > 0.0 && sizes[sizes.len() / 2] < 0.1 * largest {
        return Axis::log10(&charts::learning_rate(), decades(sizes.iter().copied()));
    }
    Axis::linear(&charts::learning_rate(), [0.0, if *largest > 0.0 { 1.1 * largest } else { 1.0 }])
}
