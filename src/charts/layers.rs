//! The gradient of every layer at one step, before and after clipping.

use super::{Chart, Input, Page, Shown, decades, layer_axis, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::registry::Item;
use crate::run::Frame;
use crate::run::studies::{StudyKind, THEORY};
use crate::texts::charts;
use crate::theory::{Predicted, last_matrix};

pub const CHART: Chart = Chart {
    item: Item {
        id: "layers",
        label: "Gradient by layer",
        help: "Gradient norm of each layer at this step, before and after clipping, on a logarithmic axis.",
        ..Item::BASE
    },
    shown: |about| Shown::first_if(about.has.layers || !about.races()),
    page: Page { clip: "layer-norm", choice: THEORY.id(), ..Page::BASE },
    study_kind: Some(StudyKind::Theory),
    figure,
};

fn figure(input: &Input, _: usize) -> Figure {
    let frame = &input.last_finite();
    let layers = &frame.layers;
    let x: Vec<f64> = (0..layers.len()).map(|k| k as f64).collect();
    let raw: Vec<f64> = layers.iter().map(|layer| layer.grad_norm).collect();
    let clipped: Vec<f64> = layers.iter().map(|layer| layer.clipped_grad_norm).collect();
    // Without clipping both norms are equal, so one set of bars is enough.
    let is_clipped = frame.threshold.is_some();
    let bars = |name: &str, ink, y: Vec<f64>, shift: f64, filled| Series {
        name: name.into(),
        ink,
        side: Side::Left,
        mark: Mark::Bars {
            x: x.iter().map(|x| x + shift).collect(),
            y,
            width: if is_clipped { 0.38 } else { 0.6 },
            filled,
        },
    };
    // The axis also covers earlier steps, so that it does not jump with every step.
    let recent =
        input.run.history().sample(input.run.frame().step, 60).flat_map(|row| {
            row.layers().flat_map(|layer| [layer.grad_norm, layer.clipped_grad_norm]).collect::<Vec<_>>()
        });
    let bound = bound(&input.run.ceilings(), input.run.frame().threshold);
    let threshold =
        input.run.frame().threshold.filter(|_| matches!(bound, Some(Series { mark: Mark::Rule { .. }, .. })));
    let theory = Theory::of(input);
    let ends = theory.iter().flat_map(|theory| theory.low.iter().chain(&theory.high)).copied();
    let range = decades(recent.chain(raw.iter().copied()).chain(clipped.iter().copied()).chain(threshold).chain(ends));
    let mut series = if is_clipped {
        vec![
            bars(&charts::layers_before(), Ink::Series(0), raw.clone(), -0.2, true),
            bars(&charts::layers_after(), Ink::Series(1), clipped, 0.2, false),
        ]
    } else {
        vec![bars("", Ink::Series(0), raw.clone(), 0.0, true)]
    };
    series.extend(theory.iter().flat_map(Theory::series));
    series.extend(bound);
    Figure {
        id: CHART.item.id.into(),
        title: input.title(CHART.title(), frame),
        x: layer_axis(input.run.layer_names().iter().map(String::as_str)),
        y: Axis::log10(&charts::gradient_norm(), range),
        right: None,
        summary: summary(frame, &raw),
        series,
        empty: None,
    }
}

/// What theory predicts for the start, in the gradient norms of this run: those of its last layer at step 0 are given.
struct Theory {
    x: Vec<f64>,
    median: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Theory {
    fn of(input: &Input) -> Option<Self> {
        let predicted = input.run.findings().theory.as_ref()?.as_ref().ok()?;
        let last = last_matrix(input.run.problem().layout())?;
        let unit = input.run.history().at(0)?.layers().nth(last)?.grad_norm;
        if !(unit > 0.0 && unit.is_finite()) {
            return None;
        }
        let of = |value: fn(&Predicted) -> f64| -> Vec<f64> {
            predicted.iter().map(|layer| layer.as_ref().map_or(f64::NAN, |layer| unit * value(layer))).collect()
        };
        let x = (0..predicted.len()).map(|k| k as f64).collect();
        Some(Self { x, median: of(|p| p.median), low: of(|p| p.low), high: of(|p| p.high) })
    }

    fn series(&self) -> [Series; 2] {
        let Self { x, median, low, high } = self;
        let series = |name: &str, mark| Series { name: name.into(), ink: Ink::Text, side: Side::Left, mark };
        // Normalisations and scales have no prediction: the line goes on to the next matrix.
        let known: Vec<usize> = (0..x.len()).filter(|k| median[*k].is_finite()).collect();
        let at = |values: &[f64]| -> Vec<f64> { known.iter().map(|k| values[*k]).collect() };
        let line = Mark::Line { x: at(x), y: at(median), dash: Dash::Dashed, width: 1.5 };
        [series("", Mark::Band { x: at(x), low: at(low), high: at(high) }), series(&charts::layers_theory(), line)]
    }
}

/// The largest gradient norm that the clip allows each layer. If that is the threshold for every layer, one line is
/// enough.
fn bound(ceilings: &[Option<f64>], threshold: Option<f64>) -> Option<Series> {
    let series = |name: &str, mark| Series { name: name.into(), ink: Ink::Threshold, side: Side::Left, mark };
    let known: Vec<(f64, f64)> = (0..).zip(ceilings).filter_map(|(k, most)| Some((f64::from(k), (*most)?))).collect();
    let (_, first) = *known.first()?;
    if known.len() == ceilings.len() && known.iter().all(|(_, most)| Some(*most) == threshold) {
        let label = charts::threshold_at(&spoken(first)).into();
        return Some(series("", Mark::Rule { at: first, dash: Dash::Dashed, label }));
    }
    let x = known.iter().flat_map(|(k, _)| [k - 0.42, k + 0.42, f64::NAN]).collect();
    let y = known.iter().flat_map(|(_, most)| [*most, *most, f64::NAN]).collect();
    Some(series(&charts::layers_most(), Mark::Line { x, y, dash: Dash::Solid, width: 2.0 }))
}

fn summary(frame: &Frame, raw: &[f64]) -> String {
    let (Some(first), Some(last)) = (raw.first(), raw.last()) else { return String::new() };
    let whole = spoken(frame.grad_norm);
    if raw.len() == 1 {
        return charts::layers_one(&frame.step, &whole).into();
    }
    charts::layers_summary(&frame.step, &spoken(*first), &spoken(*last), &raw.len(), &whole).into()
}
