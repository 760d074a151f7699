//! One training step in slow motion. Each phase has a figure in which the numbers appear one after another.
//!
//! The figure's summary is the sentence shown with it. The axes cover the whole phase from the start, so that they do
//! not move.

use super::{decades, short, spoken, spoken_layer};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Shape, Side, Tick};
use crate::run::{Part, Phases};
use crate::texts::{Text, charts, phases, sentences};

/// A phase of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// From the batch to the loss.
    Forward,
    /// From the loss to the gradient of every layer.
    Backward,
    /// Clipping of the gradient.
    Clip,
    /// From the gradient to the next parameters.
    Update,
}

impl Phase {
    /// The phases of a step, in order. Without a clip threshold, the clip phase is left out.
    pub fn of(step: &Phases) -> Vec<Phase> {
        let all = [Phase::Forward, Phase::Backward, Phase::Clip, Phase::Update];
        all.into_iter().filter(|phase| *phase != Phase::Clip || step.threshold.is_some()).collect()
    }

    /// Its name.
    pub fn label(self) -> Text {
        match self {
            Phase::Forward => phases::forward(),
            Phase::Backward => phases::backward(),
            Phase::Clip => phases::clip(),
            Phase::Update => phases::update(),
        }
    }

    /// How many numbers appear in it, one after another.
    pub fn count(self, step: &Phases) -> usize {
        match self {
            Phase::Forward => step.stations.len().max(1),
            Phase::Backward if step.through_time => step.stations.iter().filter(|s| s.slope.is_some()).count(),
            Phase::Backward | Phase::Update => step.parts.len(),
            Phase::Clip => 2,
        }
    }

    /// The figure with the first `shown` numbers.
    pub fn figure(self, step: &Phases, shown: usize) -> Figure {
        let count = self.count(step);
        let shown = shown.min(count);
        match self {
            Phase::Forward => forward(step, shown, count),
            Phase::Backward if step.through_time => through_time(step, shown, count),
            Phase::Backward => backward(step, shown, count),
            Phase::Clip => clip(step, shown == count),
            Phase::Update => update(step, shown, count),
        }
    }
}

fn forward(step: &Phases, shown: usize, count: usize) -> Figure {
    let loss = spoken(step.loss);
    if step.stations.is_empty() {
        let at: Vec<String> = step.parts.iter().map(|p| format!("{} = {}", p.name, spoken(p.value))).collect();
        let why = phases::forward_function(&at.join(", "), &loss);
        return Figure::nothing("forward", &phases::forward(), &why);
    }
    let sizes: Vec<f64> = step.stations.iter().map(|s| s.size).collect();
    let summary = match shown {
        0 if step.rows == 1 => phases::forward_start_one().into(),
        0 => phases::forward_start(&step.rows).into(),
        k if k < count => phases::forward_at(&named(step, k - 1), &spoken(sizes[k - 1])).into(),
        _ => {
            let rows = if step.rows == 1 { phases::forward_one() } else { phases::forward_all(&step.rows) };
            let says = if step.through_time { phases::forward_states } else { phases::forward_layers };
            sentences([Some(rows), Some(says(&spoken(sizes[0]), &spoken(sizes[count - 1]), &loss))])
        }
    };
    let names = step.stations.iter().map(|s| s.name.as_str());
    let range = decades(sizes.iter().copied());
    let mut figure = plain("forward", &phases::forward_title(), axis(step, names), &phases::forward_axis(), range);
    figure.series.push(bars("", Ink::Series(0), first(&sizes, shown), 0.0, 0.6, true));
    if shown > 0 && shown < count {
        figure.series.push(arriving(shown - 1, sizes[shown - 1]));
    }
    Figure { summary, ..figure }
}

fn backward(step: &Phases, shown: usize, count: usize) -> Figure {
    let gradients = magnitudes(step, |part| part.gradient);
    // Norms of the backward signals, one per layer. A function has none.
    let slopes: Vec<f64> = step.stations.iter().map(|s| s.slope.unwrap_or(f64::NAN)).collect();
    let now = count - shown;
    let summary = match shown {
        0 => phases::backward_start(&spoken(step.loss)),
        k if k < count && slopes.is_empty() => {
            phases::backward_coordinate(&step.parts[now].name, &spoken(step.parts[now].gradient))
        }
        k if k < count => {
            phases::backward_at(&spoken_layer(&step.parts[now].name), &spoken(gradients[now]), &spoken(slopes[now]))
        }
        _ if slopes.is_empty() => {
            let each: Vec<String> =
                step.parts.iter().map(|p| format!("∂f/∂{} = {}", p.name, spoken(p.gradient))).collect();
            phases::backward_function(&each.join(", "), &spoken(step.grad_norm))
        }
        _ => phases::backward_layers(&spoken(gradients[count - 1]), &spoken(gradients[0]), &spoken(step.grad_norm)),
    };
    let range = decades(gradients.iter().chain(&slopes).copied());
    let mut figure = plain("backward", &phases::backward_title(), axis(step, parts(step)), &phases::norm(), range);
    let name = if slopes.is_empty() { "".into() } else { phases::backward_gradient() };
    figure.series.push(bars(&name, Ink::Series(0), last(&gradients, shown), 0.0, 0.6, true));
    if !slopes.is_empty() {
        figure.series.push(signal(&phases::backward_signal(), last(&slopes, shown)));
    }
    if shown > 0 && shown < count {
        figure.series.push(arriving(now, gradients[now]));
    }
    Figure { summary: summary.into(), ..figure }
}

fn through_time(step: &Phases, shown: usize, count: usize) -> Figure {
    let slopes: Vec<f64> = step.stations.iter().filter_map(|s| s.slope).collect();
    let now = count - shown;
    let summary = match shown {
        0 => phases::time_start(&spoken(step.loss)),
        k if k < count => phases::time_at(&named(step, now), &spoken(slopes[now])),
        _ => {
            let each: Vec<String> =
                step.parts.iter().map(|part| format!("{} {}", part.name, spoken(part.gradient))).collect();
            phases::time_end(&(count - 1), &spoken(slopes[count - 1]), &spoken(slopes[0]), &each.join(", "))
        }
    };
    let names = step.stations.iter().filter(|s| s.slope.is_some()).map(|s| s.name.as_str());
    let range = decades(slopes.iter().copied());
    let mut figure = plain("backward", &phases::time_title(), axis(step, names), "‖∂L/∂hₜ‖", range);
    figure.series.push(bars("", Ink::Series(0), last(&slopes, shown), 0.0, 0.6, true));
    if shown > 0 && shown < count {
        figure.series.push(arriving(now, slopes[now]));
    }
    Figure { summary: summary.into(), ..figure }
}

fn clip(step: &Phases, clipped: bool) -> Figure {
    let (before, after) = (magnitudes(step, |part| part.gradient), magnitudes(step, |part| part.clipped));
    let (from, to) = (spoken(step.grad_norm), spoken(step.clipped_grad_norm));
    let name = match step.threshold {
        Some(threshold) => phases::clip_name(&step.clip, &spoken(threshold)),
        None => step.clip.clone().into(),
    };
    let summary = match clipped {
        false => phases::clip_start(&name, &from),
        true if step.clipped_grad_norm < step.grad_norm => phases::clip_shortened(&name, &from, &to),
        true => phases::clip_unchanged(&name, &from),
    };
    let range = decades(before.iter().chain(&after).copied());
    let mut figure = plain("clip", &phases::clip_title(), axis(step, parts(step)), &charts::gradient_norm(), range);
    figure.series.push(bars(&phases::before(), Ink::Series(0), before, -0.2, 0.38, true));
    if clipped {
        figure.series.push(bars(&phases::after(), Ink::Series(1), after, 0.2, 0.38, false));
    }
    Figure { summary: summary.into(), ..figure }
}

fn update(step: &Phases, shown: usize, count: usize) -> Figure {
    if let Some((at, layer, quantity)) = &step.diverged {
        let why = phases::update_diverged(at, quantity, layer);
        return Figure::nothing("update", &phases::update(), &why);
    }
    let is_function = step.stations.is_empty();
    // Layers are compared by their relative change. A coordinate's change is absolute, because the coordinate may be 0.
    let change = |part: &Part| part.change.unwrap_or(f64::NAN) / if is_function { 1.0 } else { part.value };
    let sizes = magnitudes(step, change);
    let rule = phases::update_rule(&step.optimizer, &spoken(step.lr));
    let summary = match shown {
        0 => phases::update_start(&rule),
        k if k < count && !is_function => {
            phases::update_at(&spoken_layer(&step.parts[k - 1].name), &spoken(sizes[k - 1]))
        }
        _ if is_function => {
            let each = step.parts.iter().map(|part| {
                let change = part.change.unwrap_or(f64::NAN);
                phases::update_coordinate(&part.name, &spoken(part.value), &spoken(part.value + change))
            });
            phases::update_function(&rule, &each.collect::<Vec<_>>().join(", "))
        }
        _ => phases::update_layers(&rule, &spoken(sizes[0]), &spoken(sizes[count - 1]), &(step.step + 1)),
    };
    let label = if is_function { phases::update_size() } else { phases::update_ratio() };
    let mut figure =
        plain("update", &phases::update_title(), axis(step, parts(step)), &label, decades(sizes.iter().copied()));
    figure.series.push(bars("", Ink::Series(2), first(&sizes, shown), 0.0, 0.6, true));
    if shown > 0 && shown < count {
        figure.series.push(arriving(shown - 1, sizes[shown - 1]));
    }
    Figure { summary: summary.into(), ..figure }
}

fn plain(id: &str, title: &str, x: Axis, y: &str, range: [f64; 2]) -> Figure {
    Figure {
        id: id.into(),
        title: title.into(),
        x,
        y: Axis::log10(y, range),
        right: None,
        series: Vec::new(),
        empty: None,
        summary: String::new(),
    }
}

fn axis<'a>(step: &Phases, names: impl Iterator<Item = &'a str>) -> Axis {
    let tick = |(k, name): (usize, &str)| Tick { at: k as f64, label: short(name).into() };
    let ticks: Vec<Tick> = names.enumerate().map(tick).collect();
    let label = if step.stations.is_empty() {
        phases::coordinate()
    } else if step.through_time {
        phases::states()
    } else {
        charts::layers_in_order()
    };
    let range = [-0.6, ticks.len() as f64 - 0.4];
    Axis { ticks, ..Axis::linear(&label, range) }
}

fn parts(step: &Phases) -> impl Iterator<Item = &str> {
    step.parts.iter().map(|part| part.name.as_str())
}

fn magnitudes(step: &Phases, of: impl Fn(&Part) -> f64) -> Vec<f64> {
    step.parts.iter().map(|part| of(part).abs()).collect()
}

/// The first `shown` of the values; gaps for the rest.
fn first(values: &[f64], shown: usize) -> Vec<f64> {
    values.iter().enumerate().map(|(k, value)| if k < shown { *value } else { f64::NAN }).collect()
}

/// The last `shown` of the values; gaps for the rest.
fn last(values: &[f64], shown: usize) -> Vec<f64> {
    let from = values.len() - shown.min(values.len());
    values.iter().enumerate().map(|(k, value)| if k >= from { *value } else { f64::NAN }).collect()
}

fn bars(name: &str, ink: Ink, y: Vec<f64>, shift: f64, width: f64, filled: bool) -> Series {
    let x = (0..y.len()).map(|k| k as f64 + shift).collect();
    Series { name: name.into(), ink, side: Side::Left, mark: Mark::Bars { x, y, width, filled } }
}

fn signal(name: &str, y: Vec<f64>) -> Series {
    let x = (0..y.len()).map(|k| k as f64).collect();
    let mark = Mark::Points { x, y, shape: Shape::Disc, radius: 3.5 };
    Series { name: name.into(), ink: Ink::Series(1), side: Side::Left, mark }
}

/// The newest number, written above its bar.
fn arriving(at: usize, value: f64) -> Series {
    let mark = Mark::Cursor { at: at as f64, label: spoken(value) };
    Series { name: String::new(), ink: Ink::Text, side: Side::Left, mark }
}

fn named(step: &Phases, k: usize) -> String {
    spoken_layer(&step.stations[k].name)
}

#[cfg(test)]
mod tests;
