//! The loss along a line through parameter space.

use super::{Chart, Input, Page, Shown, decades, span, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::registry::{Item, find};
use crate::run::studies::{CUTS, Cut, StudyKind};
use crate::texts::{charts, label};

pub const CHART: Chart = Chart {
    item: Item {
        id: "cut",
        label: "Cut",
        formula: "L(θ_c + t·d)",
        help: "The loss along a line through parameter space: from the start to here, to another solution, along the negative gradient, or along the leading eigenvector.",
        ..Item::BASE
    },
    shown: |_| Shown::Offered,
    page: Page { choice: "cut", ..Page::BASE },
    study_kind: Some(StudyKind::Cut),
    figure,
};

/// How far above the highest loss the quadratic model is drawn, as a fraction of the range of the losses.
const HEADROOM: f64 = 0.1;
/// Ratio of the highest to the lowest loss above which the axis is logarithmic.
const WIDE: f64 = 1e3;

fn figure(input: &Input, _: usize) -> Figure {
    let nothing = |why: &str| Figure::nothing(CHART.item.id, CHART.title(), why);
    let cut = match &input.run.findings().cut {
        None => return nothing(&charts::cut_pending()),
        Some(Err(why)) => return nothing(why),
        Some(Ok(cut)) => cut,
    };
    let finite = span(&[&cut.loss[..], &cut.test].concat());
    let (Some([low, high]), Some(ends)) = (finite, span(&cut.t)) else {
        return nothing(&charts::cut_not_finite());
    };
    let line = |name: &str, ink, y: &[f64], dash, width| Series {
        name: name.into(),
        ink,
        side: Side::Left,
        mark: Mark::Line { x: cut.t.clone(), y: y.to_vec(), dash, width },
    };
    let name = if cut.test.is_empty() { charts::loss() } else { charts::training_loss() };
    let mut series = vec![line(&name, Ink::Series(0), &cut.loss, Dash::Solid, 2.0)];
    if !cut.test.is_empty() {
        series.push(line(&charts::test_loss(), Ink::Series(3), &cut.test, Dash::Dashed, 2.0));
    }
    let top = high + HEADROOM * (high - low);
    if let Some([loss, slope, curvature]) = cut.model {
        let parabola = |t: &f64| Some(loss + slope * t + 0.5 * curvature * t * t).filter(|y| (low..=top).contains(y));
        let y: Vec<f64> = cut.t.iter().map(|t| parabola(t).unwrap_or(f64::NAN)).collect();
        series.push(line(&charts::cut_model(), Ink::Series(1), &y, Dash::Dotted, 2.0));
    }
    for (at, label) in &cut.marks {
        let mark = Mark::Cursor { at: *at, label: label.clone() };
        series.push(Series { name: String::new(), ink: Ink::Quiet, side: Side::Left, mark });
    }
    let kind = find(CUTS, &cut.kind).map_or("", |item| label("cuts", item.id, item.label));
    let here = cut.step == input.run.frame().step;
    let margin = 0.05 * (high - low).max(1e-9 * high.abs().max(1.0));
    let y = if low > 0.0 && high / low > WIDE {
        Axis::log10(&charts::loss(), decades([low, high].into_iter()))
    } else {
        Axis::linear(&charts::loss(), [low - margin, high + margin])
    };
    Figure {
        id: CHART.item.id.into(),
        // The axis label names the line, because the title bar has little room.
        title: if here { CHART.title().into() } else { charts::at_step(&CHART.title(), &cut.step).into() },
        x: Axis::linear(&cut.axis, ends),
        y,
        right: None,
        series,
        empty: None,
        summary: summary(cut, kind, [low, high]),
    }
}

fn summary(cut: &Cut, line: &str, [low, high]: [f64; 2]) -> String {
    let lowest = cut.t.iter().zip(&cut.loss).filter(|(_, loss)| loss.is_finite());
    let lowest = lowest.min_by(|one, other| one.1.total_cmp(other.1)).map_or(f64::NAN, |(t, _)| *t);
    let marks: Vec<String> = cut.marks.iter().map(|(at, name)| charts::cut_mark(name, &spoken(*at)).into()).collect();
    charts::cut_summary(&line, &cut.step, &spoken(low), &spoken(high), &spoken(lowest), &marks.join(", ")).into()
}
