//! The pictures of a calibration: losses over thresholds, and the gradient norms with the thresholds that were tried.

use super::choice::{Score, choose, scores};
use super::told::Beside;
use super::{Plan, Row, confidence};
use crate::charts::spoken;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::registry::Item;
use crate::texts::{self, calibrate as words, sentences};

/// The id of the picture of losses.
pub const ID: &str = "calibration";
/// The id of the picture of norms.
pub const NORMS: &str = "norms";
/// Bars of the histogram.
const BARS: usize = 30;

fn series(name: &str, ink: Ink, side: Side, mark: Mark) -> Series {
    Series { name: name.into(), ink, side, mark }
}

/// Losses over the thresholds of one clip, from the rows so far: `clip`, or that of the best candidate.
pub fn figure(plan: &Plan, rows: &[Row], clip: Option<&str>) -> Figure {
    let title = words::title();
    let (scores, best) = scores(plan, rows);
    if scores.is_empty() {
        return Figure::nothing(ID, &title, &words::nothing_yet());
    }
    let with_threshold = |k: &usize| plan.candidates[*k].threshold.is_some();
    let kind: Option<&Item> = clip
        .and_then(|id| plan.candidates.iter().find(|candidate| candidate.clip.id == id))
        .or(best.map(|best| &plan.candidates[best]).filter(|candidate| candidate.threshold.is_some()))
        .or_else(|| (0..scores.len()).find(with_threshold).map(|k| &plan.candidates[k]))
        .map(|candidate| candidate.clip);
    let Some(kind) = kind else { return Figure::nothing(ID, &title, &words::no_thresholds()) };
    let of: Vec<usize> = (0..scores.len()).filter(|k| plan.candidates[*k].clip.id == kind.id).collect();
    let unclipped = plan.candidates.iter().position(|candidate| candidate.threshold.is_none());
    drawn(plan, rows, &scores, (kind, &of), [unclipped, best])
}

fn drawn(
    plan: &Plan,
    rows: &[Row],
    scores: &[Score],
    (kind, of): (&Item, &[usize]),
    [unclipped, best]: [Option<usize>; 2],
) -> Figure {
    let x: Vec<f64> = of.iter().map(|k| plan.candidates[*k].threshold.unwrap_or(f64::NAN)).collect();
    let each = |number: &dyn Fn(&Score) -> Option<f64>| -> Vec<f64> {
        of.iter().map(|k| number(&scores[*k]).unwrap_or(f64::NAN)).collect()
    };
    // Relative to the best candidate, so that one axis has both curves.
    let best = best.map(|best| &scores[best]);
    let unit = |of: Option<f64>| of.filter(|unit| *unit > 0.0).unwrap_or(1.0);
    let units = [unit(best.and_then(|best| best.validation)), unit(best.and_then(|best| best.train))];
    let validation = each(&|score| score.validation.map(|loss| loss / units[0]));
    let train = each(&|score| score.train.map(|loss| loss / units[1]));
    let error = |sign: f64| {
        each(&move |score: &Score| {
            Some((score.validation? + sign * score.behind_error.or(score.error).unwrap_or(0.0)) / units[0])
        })
    };
    let (low, high) = (error(-1.0), error(1.0));
    let clipped = each(&|score| Some(score.clipped));
    let diverged = each(&|score| Some(score.diverged));
    let line = |y: &[f64], dash, width| Mark::Line { x: x.clone(), y: y.to_vec(), dash, width };
    let points = |y: &[f64]| Mark::Points { x: x.clone(), y: y.to_vec(), shape: Shape::Disc, radius: 3.5 };
    let mut all = vec![
        series(&words::error(), Ink::Series(0), Side::Left, Mark::Band { x: x.clone(), low, high }),
        series(&words::validation_loss(), Ink::Series(0), Side::Left, line(&validation, Dash::Solid, 2.5)),
        series("", Ink::Series(0), Side::Left, points(&validation)),
        series(&words::train_loss(), Ink::Series(3), Side::Left, line(&train, Dash::Dashed, 1.5)),
        series(&words::clipped(), Ink::Series(2), Side::Right, line(&clipped, Dash::Dotted, 1.5)),
    ];
    if diverged.iter().any(|share| *share > 0.0) {
        all.push(series(&words::diverged(), Ink::Alarm, Side::Right, line(&diverged, Dash::Dashed, 1.5)));
    }
    let free = unclipped.and_then(|k| scores[k].validation).map(|loss| loss / units[0]);
    if let Some(at) = free {
        let label = words::unclipped(&spoken(at * units[0])).into();
        all.push(series("", Ink::Text, Side::Left, Mark::Rule { at, dash: Dash::Dotted, label }));
    }
    let choice = choose(plan, rows);
    let own = choice.as_ref().filter(|choice| plan.candidates[choice.ends[0]].clip.id == kind.id);
    if let Some(choice) = own {
        let beside = Beside::of(plan, scores, choice);
        let between = |k: usize, other: usize| {
            let of = |k: usize| plan.candidates[k].threshold.filter(|threshold| *threshold > 0.0);
            of(k).zip(of(other)).map(|(one, other)| (one * other).sqrt())
        };
        if let Some(at) = beside.stifles.and_then(|k| between(k, k + 1)) {
            all.push(series("", Ink::Quiet, Side::Left, Mark::Cursor { at, label: words::stifles().into() }));
        }
        let fails = beside.fails.filter(|k| plan.candidates[*k].threshold.is_some());
        if let Some(at) = fails.and_then(|k| between(k - 1, k)) {
            all.push(series("", Ink::Alarm, Side::Left, Mark::Cursor { at, label: words::fails().into() }));
        }
        if let Some(k) = of.iter().position(|k| *k == choice.chosen) {
            let name = words::chosen(&spoken(x[k]));
            let (x, y) = (vec![x[k]], vec![validation[k]]);
            all.push(series(&name, Ink::Threshold, Side::Left, Mark::Points { x, y, shape: Shape::Ring, radius: 8.0 }));
        }
    }
    let losses: Vec<f64> = validation.iter().chain(&train).copied().chain(free).filter(|l| l.is_finite()).collect();
    let (least, most) = losses.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), l| (a.min(*l), b.max(*l)));
    let y = if least > 0.0 && most > 4.0 * least {
        Axis::log10(&words::loss(), [least / 1.15, most * 1.3])
    } else {
        let margin = (0.06 * (most - least)).max(1e-9);
        Axis::linear(&words::loss(), [least - margin, most + 3.0 * margin])
    };
    let ends = [x.first().copied().unwrap_or(1.0), x.last().copied().unwrap_or(1.0)];
    let x_axis =
        Axis::log10(&words::threshold(&texts::label("clips", kind.id, kind.label)), [ends[0] / 1.3, ends[1] * 1.3]);
    let runs = plan.folds.len() * plan.seeds.len();
    let said = choice.as_ref().map(|choice| confidence(plan, rows, choice).into());
    Figure {
        id: ID.into(),
        title: words::title().into(),
        x: x_axis,
        y,
        right: Some(Axis::linear(&words::share(), [-0.02, 1.02])),
        series: all,
        empty: None,
        summary: sentences([
            Some(words::summary(&plan.candidates.len(), &plan.folds.len(), &plan.seeds.len(), &runs)),
            Some(said.unwrap_or_else(words::all_diverged)),
        ]),
    }
}

/// The distribution of the sizes of gradients before clipping, with the thresholds of one clip.
pub fn norms(plan: &Plan, clip: Option<&str>) -> Figure {
    let title = words::norms_title();
    let sized = |id: &str| !["none", "agc", "autoclip", "zclip"].contains(&id);
    let candidate = plan.candidates.iter().find(|candidate| match clip {
        Some(id) => candidate.clip.id == id,
        None => sized(candidate.clip.id),
    });
    let Some(kind) = candidate.map(|candidate| candidate.clip).filter(|kind| sized(kind.id)) else {
        return Figure::nothing(NORMS, &title, &words::no_thresholds());
    };
    let sizes: Vec<f64> = plan.norms.of(kind.id).iter().copied().filter(|size| *size > 0.0).collect();
    let thresholds: Vec<f64> =
        plan.candidates.iter().filter(|c| c.clip.id == kind.id).filter_map(|c| c.threshold).collect();
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else {
        return Figure::nothing(NORMS, &title, &words::nothing_yet());
    };
    let log = |value: f64| libm::log10(value);
    let all = sizes.iter().chain(&thresholds).copied();
    let (low, high) = all.fold((f64::INFINITY, 0.0_f64), |(low, high), size| (low.min(size), high.max(size)));
    let (from, to) = (log(low) - 0.05, log(high) + 0.05);
    let width = (to - from) / BARS as f64;
    let mut counts = vec![0.0; BARS];
    for size in &sizes {
        counts[(((log(*size) - from) / width) as usize).min(BARS - 1)] += 1.0 / sizes.len() as f64;
    }
    let most = counts.iter().copied().fold(0.0, f64::max);
    // Bars of equal width on a logarithmic scale stand on an axis of exponents.
    let x: Vec<f64> = (0..BARS).map(|k| from + (k as f64 + 0.5) * width).collect();
    let ticks = crate::draw::ticks::ticks(crate::draw::figure::Scale::Log10, low, high, 8);
    let ticks =
        ticks.into_iter().map(|tick| crate::draw::figure::Tick { at: log(tick.at), label: tick.label }).collect();
    let mut drawn = vec![series("", Ink::Series(0), Side::Left, Mark::Bars { x, y: counts, width, filled: true })];
    let at: Vec<f64> = thresholds.iter().map(|threshold| log(*threshold)).collect();
    let y = vec![most * 1.06; at.len()];
    let marks = Mark::Points { x: at, y, shape: Shape::Triangle, radius: 4.0 };
    drawn.push(series(&words::norms_thresholds(), Ink::Threshold, Side::Left, marks));
    let label = match kind.id {
        "value" => words::norms_of_value(),
        "layer-norm" => words::norms_of_layer(),
        _ => words::norms_of_whole(),
    };
    let median = plan.norms.quantile(kind.id, 0.5);
    let near = plan.norms.kept_near.then(words::norms_kept_near);
    Figure {
        id: NORMS.into(),
        title: title.into(),
        x: Axis { ticks, ..Axis::linear(&label, [from, to]) },
        y: Axis::linear(&words::norms_share(), [0.0, most * 1.15]),
        right: None,
        series: drawn,
        empty: None,
        summary: sentences([
            Some(words::norms_summary(&spoken(*first), &spoken(median), &spoken(*last), &thresholds.len())),
            near,
        ]),
    }
}
