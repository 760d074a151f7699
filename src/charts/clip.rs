//! The effect of the clip at each step: the fraction of the gradient norm that it left, and the angle by which it
//! turned the gradient.

use super::{Chart, Input, Page, Place, Shown, decades, headed, spoken, step_axis};
use crate::clips::CLIP;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::registry::Item;
use crate::run::Frame;
use crate::texts::{charts, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "clip",
        label: "Effect of the clip",
        help: "Fraction of the gradient norm left by clipping (1: unchanged), and the angle between the gradients before and after.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.chose(&CLIP) || about.changed(&[CLIP.id()])),
    page: Page { place: Place::Strip, ..Page::BASE },
    figure,
    ..Chart::BASE
};

/// Smaller angles, in degrees, are rounding errors.
const STRAIGHT: f64 = 0.01;

fn figure(input: &Input, width: usize) -> Figure {
    let last = input.run.frame().step;
    let rows = input.sample(width);
    if input.run.frame().clipped_steps == 0 && rows.iter().all(|row| row.threshold().is_none()) {
        return Figure::nothing(CHART.item.id, CHART.title(), &charts::clip_nothing());
    }
    let x: Vec<f64> = rows.iter().map(|row| row.step() as f64).collect();
    // A gradient of zero counts as unchanged.
    let left: Vec<f64> = rows.iter().map(|row| left(row.grad_norm(), row.clipped_grad_norm())).collect();
    let angle: Vec<f64> = rows.iter().map(|row| row.clip_angle()).collect();
    let line = |name: &str, ink, side, y, dash| Series {
        name: name.into(),
        ink,
        side,
        mark: Mark::Line { x: x.clone(), y, dash, width: 1.5 },
    };
    let least = left.iter().copied().filter(|share| *share > 0.0).fold(1.0, f64::min);
    let y = if least < 0.05 {
        Axis::log10(&charts::clip_left(), decades(left.iter().copied().chain([1.0])))
    } else {
        Axis::linear(&charts::clip_left(), [0.0, 1.05])
    };
    let largest = angle.iter().copied().fold(0.0, f64::max);
    let turns = largest >= STRAIGHT;
    // A single line needs no legend: the axis label names it.
    let name = if turns { charts::clip_left() } else { "".into() };
    let mut series = vec![line(&name, Ink::Series(2), Side::Left, left, Dash::Solid)];
    if turns {
        series.push(line(&charts::clip_turned(), Ink::Series(3), Side::Right, angle, Dash::Dashed));
    }
    Figure {
        id: CHART.item.id.into(),
        title: headed(CHART.title(), &charts::clip_title(&share(input.run.frame())), width),
        x: step_axis(last),
        y,
        right: turns.then(|| Axis::linear(&charts::clip_turned(), [0.0, (1.1 * largest).max(1.0)]).unit("°")),
        series,
        empty: None,
        summary: summary(input.run.frame()),
    }
}

/// The fraction of the norm that clipping left.
fn left(raw: f64, clipped: f64) -> f64 {
    if raw > 0.0 { clipped / raw } else { 1.0 }
}

/// The angle as text. Rounding errors are shown as 0.
fn turned(angle: f64) -> String {
    if angle < STRAIGHT { "0".into() } else { spoken(angle) }
}

/// The effect of the clip at this step, and the number of clipped steps so far.
fn summary(frame: &Frame) -> String {
    let norm = spoken(frame.grad_norm);
    let now = if frame.is_clipped() {
        let left = spoken(left(frame.grad_norm, frame.clipped_grad_norm));
        charts::clip_shortened(&frame.step, &left, &norm, &turned(frame.clip_angle))
    } else {
        charts::clip_unchanged(&frame.step, &norm)
    };
    let so_far = charts::clip_so_far(&frame.clipped_steps, &(frame.step + 1), &share(frame));
    sentences([Some(now), Some(so_far)])
}

/// The percentage of steps so far whose gradient was clipped.
fn share(frame: &Frame) -> String {
    format!("{}\u{a0}%", spoken((1000.0 * frame.clipped_steps as f64 / (frame.step + 1) as f64).round() / 10.0))
}
