//! The sharpness over the steps (λ_max of the loss's Hessian H), with the largest sharpness at which the optimizer is
//! stable.
//!
//! For gradient descent this limit is 2 / lr. In full-batch training, the sharpness tends to rise to the limit and then
//! to hover there (J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar, "Gradient descent on neural networks typically
//! occurs at the edge of stability", 2021).
//!
//! Adam and similar optimizers divide each element of the gradient by P. For them the curvature of P⁻¹H counts instead,
//! and it has its own limit: 38 / lr for Adam with β₁ = 0.9 (J. Cohen and others, "Adaptive gradient methods at the
//! edge of stability", 2022).

use super::{Chart, Input, Shown, decades, span, spoken, step_axis};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;
use crate::run::studies::{Measured, StudyKind};
use crate::texts::{Text, charts, label, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "sharpness",
        label: "Sharpness",
        formula: "λ_max of H = ∂²L/∂θ²",
        help: "Curvature of the loss in its sharpest direction and in the second one, measured at intervals. Above the limit set by the learning rate, steps in that direction overshoot and the distance grows. An optimizer that divides the gradient by P sees the curvature of P⁻¹H.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(!about.has.curvature_unknown),
    study_kind: Some(StudyKind::Sharpness),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, width: usize) -> Figure {
    let last = input.run.frame().step;
    let measured: Vec<&Measured> = input.run.findings().measured.iter().filter(|at| at.step <= last).collect();
    let Some(newest) = measured.last() else {
        return Figure::nothing(
            CHART.item.id,
            CHART.title(),
            &match input.run.problem().has_hessian() {
                true => charts::sharpness_pending(),
                false => charts::sharpness_unknown(),
            },
        );
    };
    let x: Vec<f64> = measured.iter().map(|at| at.step as f64).collect();
    let of = |k: usize| -> Vec<f64> { measured.iter().map(|at| at.values[k]).collect() };
    let (first, second) = (of(0), of(1));
    let divided: Vec<f64> = measured.iter().map(|at| at.divided[0]).collect();
    let rows: Vec<_> = input.run.history().sample(last, width.clamp(50, 2000)).collect();
    let steps: Vec<f64> = rows.iter().map(|row| row.step() as f64).collect();
    let stable =
        |step, lr: f64| input.run.stability_at(step).map(|stability| stability.largest(lr)).filter(|_| lr > 0.0);
    let limits: Vec<f64> = rows.iter().map(|row| stable(row.step(), row.lr()).unwrap_or(f64::NAN)).collect();

    let series = |name: &str, ink, mark| Series { name: name.into(), ink, side: Side::Left, mark };
    let line = |x: &[f64], y: &[f64], dash, width| Mark::Line { x: x.to_vec(), y: y.to_vec(), dash, width };
    let points = |y: &[f64], shape| Mark::Points { x: x.clone(), y: y.to_vec(), shape, radius: 3.0 };
    let mut all = Vec::new();
    if divided.iter().any(|value| value.is_finite()) {
        all.push(series(&charts::sharpness_divided(), Ink::Series(1), line(&x, &divided, Dash::Solid, 2.0)));
        all.push(series("", Ink::Series(1), points(&divided, Shape::Square)));
    }
    all.extend([
        series(&charts::sharpness_first(), Ink::Series(0), line(&x, &first, Dash::Solid, 1.5)),
        series("", Ink::Series(0), points(&first, Shape::Disc)),
        series(&charts::sharpness_second(), Ink::Series(2), line(&x, &second, Dash::Dotted, 1.5)),
        series("", Ink::Series(2), points(&second, Shape::HollowSquare)),
    ]);
    let stability = input.run.stability_at(last);
    if limits.iter().any(|limit| limit.is_finite()) {
        let name = charts::sharpness_limit(&stability.map_or("2 / lr", |stability| stability.formula));
        all.push(series(&name, Ink::Threshold, line(&steps, &limits, Dash::Dashed, 2.0)));
    } else {
        let name = charts::sharpness_no_limit(&optimizer(input));
        all.push(series(&name, Ink::Quiet, line(&[], &[], Dash::Dashed, 1.0)));
    }
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: step_axis(last),
        y: axis(&first, &second, &[divided, limits].concat()),
        right: None,
        series: all,
        empty: None,
        summary: sentences([
            Some(curvature(newest)),
            rows_of(newest),
            divided_by(input, newest),
            Some(compared(input, newest)),
        ]),
    }
}

/// Logarithmic if the sharpness is always positive. The second eigenvalue may then fall below the axis.
fn axis(first: &[f64], second: &[f64], limits: &[f64]) -> Axis {
    let label = charts::sharpness_axis();
    let all = || first.iter().chain(second).chain(limits).copied();
    if first.iter().all(|value| *value > 0.0 || value.is_nan()) {
        // A second eigenvalue near zero must not stretch the axis.
        let floor = first.iter().copied().filter(|x| x.is_finite()).fold(f64::INFINITY, f64::min) * 1e-3;
        return Axis::log10(&label, decades(all().filter(|value| *value > floor)));
    }
    let [low, high] = span(&all().collect::<Vec<f64>>()).unwrap_or([0.0, 1.0]);
    let margin = 0.05 * (high - low).max(1e-9);
    Axis::linear(&label, [low - margin, high + margin])
}

/// The label of the present optimizer.
fn optimizer(input: &Input) -> &'static str {
    let item = input.run.rule().optimizer.item();
    label("optimizers", item.id, item.label)
}

/// The measured eigenvalues, in words.
fn curvature(at: &Measured) -> Text {
    let Measured { step, values: [first, second], residuals, .. } = at;
    let (first, residual) = (spoken(*first), spoken(residuals[0]));
    match second.is_nan() {
        true => charts::sharpness_one(step, &first, &residual),
        false => charts::sharpness_two(step, &first, &residual, &spoken(*second)),
    }
}

/// The number of examples in the measured loss, and whether they are the whole training set. `None` without examples.
fn rows_of(at: &Measured) -> Option<Text> {
    match at.rows {
        (0, _) => None,
        (rows, true) => Some(charts::sharpness_all(&rows)),
        (rows, false) => Some(charts::sharpness_some(&rows)),
    }
}

/// The largest eigenvalue of P⁻¹H, for an optimizer that divides the gradient by P.
fn divided_by(input: &Input, at: &Measured) -> Option<Text> {
    input.run.stability_at(at.step)?.divided?;
    let [value, residual] = at.divided;
    (!value.is_nan()).then(|| charts::sharpness_divided_is(&spoken(value), &spoken(residual)))
}

/// Whether the curvature is above or below the stability limit, or why there is no limit.
fn compared(input: &Input, at: &Measured) -> Text {
    let Some(stability) = input.run.stability_at(at.step) else {
        return charts::sharpness_why_no_limit(&optimizer(input));
    };
    let value = if stability.divided.is_some() { at.divided[0] } else { at.values[0] };
    if value.is_nan() && stability.divided.is_some() {
        return charts::sharpness_divided_unknown();
    }
    let lr = input.run.history().at(at.step).map_or(input.run.frame().lr, |row| row.lr());
    let limit = stability.largest(lr);
    let says = if value > limit { charts::sharpness_above } else { charts::sharpness_below };
    says(&stability.formula, &spoken(limit), &optimizer(input))
}
