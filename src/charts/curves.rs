//! Loss and gradient norm over the steps, with the clip threshold.

use super::{Chart, Input, Page, Shown, decades, spoken, step_axis};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;
use crate::run::Status;
use crate::texts::{charts, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "curves",
        label: "Loss & gradient",
        help: "Loss on the left axis, norm of the whole gradient on the right, both logarithmic. The line is the clip threshold. Drag it if it is a setting; some clips move it themselves.",
        ..Item::BASE
    },
    shown: |_| Shown::First,
    page: Page { clip: "norm", ..Page::BASE },
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, width: usize) -> Figure {
    let last = input.run.frame().step;
    let rows = input.sample(width);
    let x: Vec<f64> = rows.iter().map(|row| row.step() as f64).collect();
    let line = |name: &str, ink, side, y: Vec<f64>, dash, width| Series {
        name: name.into(),
        ink,
        side,
        mark: Mark::Line { x: x.clone(), y, dash, width },
    };
    let loss: Vec<f64> = rows.iter().map(|row| row.loss()).collect();
    // The test loss is measured at some steps only. Its line connects those.
    let (tested, test_loss): (Vec<f64>, Vec<f64>) =
        rows.iter().filter_map(|row| Some((row.step() as f64, row.test_loss()?))).unzip();
    let norm: Vec<f64> = rows.iter().map(|row| row.grad_norm()).collect();
    let clipped: Vec<f64> = rows.iter().map(|row| row.clipped_grad_norm()).collect();
    // A function can have negative values, which a logarithmic axis cannot show.
    let losses: Vec<f64> = loss.iter().chain(&test_loss).copied().collect();
    let positive = losses.iter().all(|l| *l > 0.0 || !l.is_finite());
    let y = if positive { Axis::log10(&charts::loss(), decades(losses.iter().copied())) } else { linear(&losses) };
    let bounds_norm = |step| input.run.rule_at(step).clip.traits().bounds_norm;
    let threshold = input.run.frame().threshold.filter(|_| bounds_norm(last));
    let thresholds: Vec<f64> =
        rows.iter().map(|row| row.threshold().filter(|_| bounds_norm(row.step())).unwrap_or(f64::NAN)).collect();
    let norms = norm.iter().chain(&clipped).chain(&thresholds).copied().chain(threshold);
    let right = Axis::log10(&charts::gradient_norm(), decades(norms));
    let name = if test_loss.is_empty() { charts::loss() } else { charts::training_loss() };
    let mut series = vec![line(&name, Ink::Series(0), Side::Left, loss, Dash::Solid, 2.0)];
    let last_test = test_loss.last().copied();
    if last_test.is_some() {
        let mark = Mark::Line { x: tested, y: test_loss, dash: Dash::Dashed, width: 2.0 };
        series.push(Series { name: charts::test_loss().into(), ink: Ink::Series(3), side: Side::Left, mark });
    }
    // At a diverged step both norms are NaN. They compare as different, but that is not clipping.
    if norm.iter().zip(&clipped).any(|(raw, clipped)| raw != clipped && !raw.is_nan()) {
        series.push(line(&charts::curves_norm_before(), Ink::Series(1), Side::Right, norm, Dash::Dotted, 1.5));
        series.push(line(&charts::curves_norm_after(), Ink::Series(2), Side::Right, clipped, Dash::Dashed, 1.5));
    } else {
        series.push(line(&charts::gradient_norm(), Ink::Series(1), Side::Right, norm, Dash::Dashed, 1.5));
    }
    series.extend(threshold_line(&x, thresholds, input.run.rule_at(last).clip.traits().is_fixed));
    if let Some(at) = threshold.filter(|_| input.run.rule_at(last).clip.traits().is_fixed) {
        let label = charts::threshold_at(&spoken(at)).into();
        let mark = Mark::Rule { at, dash: Dash::Dashed, label };
        series.push(Series { name: String::new(), ink: Ink::Threshold, side: Side::Right, mark });
    }
    if let Status::Diverged(what) = &input.run.frame().status {
        let mark = Mark::Cursor { at: what.step as f64, label: charts::diverged().into() };
        series.push(Series { name: String::new(), ink: Ink::Alarm, side: Side::Left, mark });
    }
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: step_axis(last),
        y,
        right: Some(right),
        series,
        empty: None,
        summary: sentences([
            Some(charts::curves_loss(
                &last,
                &spoken(input.run.frame().loss),
                &spoken(input.run.history().at(0).map_or(f64::NAN, |row| row.loss())),
                &spoken(input.run.frame().grad_norm),
            )),
            last_test.map(|loss| charts::curves_test_loss(&spoken(loss))),
            threshold.map(|threshold| charts::curves_threshold(&spoken(threshold))),
        ]),
    }
}

/// The thresholds over the steps, if they changed: the clip chose them, or the user dragged them. A clip that acts only
/// now and then has a threshold at single steps. Those get markers, because a line needs two neighbouring points.
fn threshold_line(x: &[f64], y: Vec<f64>, is_fixed: bool) -> Vec<Series> {
    let known = || y.iter().copied().filter(|t| !t.is_nan());
    let Some(first) = known().next() else { return Vec::new() };
    if is_fixed && known().all(|t| t == first) {
        return Vec::new();
    }
    let series = |name: String, mark| Series { name, ink: Ink::Threshold, side: Side::Right, mark };
    let alone = |k: usize| {
        let beside = [k.checked_sub(1), Some(k + 1)].map(|k| k.and_then(|k| y.get(k)).is_none_or(|t| t.is_nan()));
        beside == [true, true]
    };
    let single: Vec<f64> = y.iter().enumerate().map(|(k, t)| if alone(k) { *t } else { f64::NAN }).collect();
    let mut out = Vec::new();
    let name = charts::curves_threshold_last(&spoken(known().next_back().unwrap_or(first))).into();
    if single.iter().any(|t| !t.is_nan()) {
        let mark = Mark::Points { x: x.to_vec(), y: single, shape: Shape::Ring, radius: 3.0 };
        out.push(series(String::new(), mark));
    }
    out.push(series(name, Mark::Line { x: x.to_vec(), y, dash: Dash::Dashed, width: 2.0 }));
    out
}

/// A linear axis, for losses that may be negative.
pub fn linear(loss: &[f64]) -> Axis {
    let finite = || loss.iter().copied().filter(|l| l.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    let margin = 0.05 * (high - low).max(1e-9 * high.abs().max(1.0));
    Axis::linear(&charts::loss(), [low - margin, high + margin])
}
