//! The lines that theory draws into the map of a sweep.

use super::{Axis, Plan};
use crate::datasets::sequences::DELAY;
use crate::diagnosis::evidence::Curvature;
use crate::initializers::{AnyInitializer, BIAS_STD, INIT_STD};
use crate::networks::cells::{AnyCell, FORGET_BIAS};
use crate::optimizers::{LR, MOMENTUM};
use crate::registry::Settings;
use crate::registry::keys::HIDDEN_LAYERS;
use crate::run::AnyRun;
use crate::scenarios;
use crate::texts::sweep as words;
use crate::theory::Summary;

/// A line over the values of the two swept settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its points: values of the first and of the second setting.
    pub points: Vec<[f64; 2]>,
}

/// Functions with the same curvature everywhere.
const QUADRATIC: [&str; 4] = ["sphere", "bowl", "booth", "matyas"];
/// A network is trainable to about this many correlation lengths (S. Schoenholz et al. 2017).
const LENGTHS: f64 = 6.0;

/// The lines of a sweep over two settings.
pub fn lines(plan: &Plan) -> Vec<Line> {
    let [one, other] = &plan.axes[..] else { return Vec::new() };
    let keys = [one.key(), other.key()];
    let swapped = |lines: Vec<Line>| -> Vec<Line> {
        let turn = |line: Line| Line { points: line.points.into_iter().map(|[a, b]| [b, a]).collect(), ..line };
        lines.into_iter().map(turn).collect()
    };
    let is = |a: &str, b: &str| keys == [a, b];
    if is(LR.id(), MOMENTUM.id()) {
        return stability(plan, one, other);
    }
    if is(MOMENTUM.id(), LR.id()) {
        return swapped(stability(plan, other, one));
    }
    if is(INIT_STD.id(), HIDDEN_LAYERS.id()) {
        return trainable(plan, one, other);
    }
    if is(HIDDEN_LAYERS.id(), INIT_STD.id()) {
        return swapped(trainable(plan, other, one));
    }
    if is(INIT_STD.id(), BIAS_STD.id()) {
        return edge(plan, one, other);
    }
    if is(BIAS_STD.id(), INIT_STD.id()) {
        return swapped(edge(plan, other, one));
    }
    if is(FORGET_BIAS.id(), DELAY.id()) {
        return memory(plan, one, other);
    }
    if is(DELAY.id(), FORGET_BIAS.id()) {
        return swapped(memory(plan, other, one));
    }
    Vec::new()
}

/// The shared settings with other values of some keys.
fn with(plan: &Plan, changes: &[(&str, String)]) -> Settings {
    let changes: Vec<(&str, &str)> = changes.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Settings::parse(&plan.settings).0.with(&changes)
}

/// Smooth lines have this many points between the ends of an axis.
const POINTS: usize = 97;

/// Numbers from the first value of an axis to the last one, and a cell beyond.
fn along(axis: &Axis) -> Vec<f64> {
    let Some(numbers) = axis.numbers().filter(|numbers| numbers.len() > 1) else { return Vec::new() };
    let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
    (0..POINTS)
        .map(|k| k as f64 / (POINTS - 1) as f64)
        .map(|share| match axis.log && first > 0.0 {
            true => first * libm::pow(last / first, share),
            false => first + share * (last - first),
        })
        .collect()
}

/// The largest learning rate at which a quadratic function converges, for each momentum: c/λ, with 2(1 + β) for heavy
/// ball as c.
fn stability(plan: &Plan, lr: &Axis, momentum: &Axis) -> Vec<Line> {
    let base = Settings::parse(&plan.settings).0;
    if !QUADRATIC.contains(&scenarios::of(&base).item().id) {
        return Vec::new();
    }
    let limit = |momentum: f64| -> Option<[f64; 2]> {
        let settings = with(plan, &[(MOMENTUM.id(), momentum.to_string()), (LR.id(), lr.values[0].clone())]);
        let run = AnyRun::new(&settings, None).ok()?;
        let curvature = Curvature::of(&settings, run.view())?;
        let stability = run.stability_at(0).filter(|stability| stability.divided.is_none())?;
        Some([stability.product / curvature.largest, momentum])
    };
    let points: Vec<[f64; 2]> = along(momentum).into_iter().filter_map(limit).collect();
    named(&words::line_stability(), points)
}

/// The critical deviation of weights, and six correlation lengths.
fn trainable(plan: &Plan, std: &Axis, depth: &Axis) -> Vec<Line> {
    let settings = |std: f64| with(plan, &[(INIT_STD.id(), std.to_string())]);
    let Some(numbers) = depth.numbers() else { return Vec::new() };
    let ends = numbers.iter().fold([f64::INFINITY, 0.0_f64], |[low, high], n| [low.min(*n), high.max(*n)]);
    let mut lines = match critical(&settings(1.0)) {
        Some(std) => named(&words::line_critical(), vec![[std, ends[0]], [std, ends[1]]]),
        None => Vec::new(),
    };
    let reach = |std: f64| {
        let summary = Summary::of(&settings(std));
        Some([std, LENGTHS * summary.xi_correlation.filter(|length| *length > 0.0)?])
    };
    lines.extend(named(&words::line_reach(), along(std).into_iter().filter_map(reach).collect()));
    lines
}

/// The critical deviation of weights for each deviation of biases.
fn edge(plan: &Plan, std: &Axis, bias: &Axis) -> Vec<Line> {
    let at = |bias: f64| {
        let settings = with(plan, &[(BIAS_STD.id(), bias.to_string()), (INIT_STD.id(), std.values[0].clone())]);
        critical(&settings).map(|std| [std, bias])
    };
    named(&words::line_critical(), along(bias).into_iter().filter_map(at).collect())
}

/// The value of `init_std` at which χ = 1.
fn critical(settings: &Settings) -> Option<f64> {
    let fan_in = Summary::between(settings)[0] as f64;
    let normal = AnyInitializer::build(settings).item().id == "normal";
    Summary::of(settings).critical_sigma_w2.filter(|_| normal).map(|variance| (variance / fan_in).sqrt())
}

/// The delay that a gate with this bias remembers: 1/(1 − σ(b)) steps.
fn memory(plan: &Plan, bias: &Axis, _: &Axis) -> Vec<Line> {
    if AnyCell::build(&Settings::parse(&plan.settings).0).item().id != "lstm" {
        return Vec::new();
    }
    let at =
        |bias: f64| Summary::of(&with(plan, &[(FORGET_BIAS.id(), bias.to_string())])).time_scale.map(|t| [bias, t]);
    named(&words::line_memory(), along(bias).into_iter().filter_map(at).collect())
}

fn named(name: &str, points: Vec<[f64; 2]>) -> Vec<Line> {
    if points.len() < 2 { Vec::new() } else { vec![Line { name: name.into(), points }] }
}
