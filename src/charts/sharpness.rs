//! The sharpness over the steps, λ_max of the loss's Hessian, and the largest at which the optimizer is stable: 2 / lr of
//! gradient descent. Training at full batch tends to sharpen the loss up to there and then to hover (J. Cohen, S. Kaur,
//! Y. Li, J. Z. Kolter, A. Talwalkar, "Gradient descent on neural networks typically occurs at the edge of stability",
//! 2021). A rule that divides each element of the gradient, as Adam does, meets the curvature of P⁻¹H instead, and hovers
//! at its own limit of that, 38 / lr for β₁ = 0.9 (J. Cohen and others, "Adaptive gradient methods at the edge of
//! stability", 2022).

use super::{Chart, Input, Shown, decades, span, spoken, step_axis};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;
use crate::run::studies::{Measured, StudyKind};

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
            CHART.item.label,
            if input.run.problem().has_hessian() {
                "The sharpness is being measured."
            } else {
                "How this loss bends is not known: its gradient is an estimate, or has slopes in it."
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
        all.push(series("λ_max of P⁻¹H", Ink::Series(1), line(&x, &divided, Dash::Solid, 2.0)));
        all.push(series("", Ink::Series(1), points(&divided, Shape::Square)));
    }
    all.extend([
        series("λ_max, at the dots", Ink::Series(0), line(&x, &first, Dash::Solid, 1.5)),
        series("", Ink::Series(0), points(&first, Shape::Disc)),
        series("second eigenvalue", Ink::Series(2), line(&x, &second, Dash::Dotted, 1.5)),
        series("", Ink::Series(2), points(&second, Shape::HollowSquare)),
    ]);
    let stability = input.run.stability_at(last);
    if limits.iter().any(|limit| limit.is_finite()) {
        let name = format!("limit {}", stability.map_or("2 / lr", |stability| stability.formula));
        all.push(series(&name, Ink::Threshold, line(&steps, &limits, Dash::Dashed, 2.0)));
    } else {
        let name = format!("{} has no such limit", input.run.rule().optimizer.item().label);
        all.push(series(&name, Ink::Quiet, line(&[], &[], Dash::Dashed, 1.0)));
    }
    Figure {
        id: CHART.item.id.into(),
        title: CHART.item.label.into(),
        x: step_axis(last),
        y: axis(&first, &second, &[divided, limits].concat()),
        right: None,
        series: all,
        empty: None,
        summary: format!("{}{}", told(newest), compared(input, newest)),
    }
}

/// Logarithmic where the sharpness is positive throughout; the second eigenvalue may then leave it below.
fn axis(first: &[f64], second: &[f64], limits: &[f64]) -> Axis {
    const LABEL: &str = "curvature λ";
    let all = || first.iter().chain(second).chain(limits).copied();
    if first.iter().all(|value| *value > 0.0 || value.is_nan()) {
        // A second one that passes through zero must not stretch the axis down to there.
        let floor = first.iter().copied().filter(|x| x.is_finite()).fold(f64::INFINITY, f64::min) * 1e-3;
        return Axis::log10(LABEL, decades(all().filter(|value| *value > floor)));
    }
    let [low, high] = span(&all().collect::<Vec<f64>>()).unwrap_or([0.0, 1.0]);
    let margin = 0.05 * (high - low).max(1e-9);
    Axis::linear(LABEL, [low - margin, high + margin])
}

fn told(at: &Measured) -> String {
    let Measured { step, values: [first, second], residuals, rows: (rows, all), .. } = at;
    let over = match (rows, all) {
        (0, _) => String::new(),
        (rows, true) => format!(" over all {rows} training rows"),
        (rows, false) => format!(" over {rows} of the training rows"),
    };
    let second = if second.is_nan() { String::new() } else { format!(", the second eigenvalue {}", spoken(*second)) };
    let residual = spoken(residuals[0]);
    format!("Step {step}: λ_max {} (residual {residual}){second}{over}, without noise.", spoken(*first))
}

/// On which side of the limit the run is, or why there is none.
fn compared(input: &Input, at: &Measured) -> String {
    let Some(stability) = input.run.stability_at(at.step) else {
        return format!(
            " {} has no such limit: its step is not the gradient, or its mean, times a fixed matrix.",
            input.run.rule().optimizer.item().label
        );
    };
    let (value, which) = match stability.divided {
        Some(_) if at.divided[0].is_nan() => {
            return " That of P⁻¹H, which the optimizer meets, is not known here.".into();
        }
        Some(_) => (
            at.divided[0],
            format!(
                " The optimizer divides by P, and λ_max of P⁻¹H is {} (residual {}),",
                spoken(at.divided[0]),
                spoken(at.divided[1])
            ),
        ),
        None => (at.values[0], " That is".into()),
    };
    let lr = input.run.history().at(at.step).map_or(input.run.frame().lr, |row| row.lr());
    let limit = stability.largest(lr);
    let side = if value > limit { "above" } else { "below" };
    format!(
        "{which} {side} the limit {} = {} of {}; it holds for full batches without a clip.",
        stability.formula,
        spoken(limit),
        input.run.rule().optimizer.item().label
    )
}
