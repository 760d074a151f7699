//! Charts, one file each: a pure function from a run's record to a figure.

mod activation;
mod activations;
pub mod basins;
mod boundary;
mod clip;
mod contour;
mod curves;
mod cut;
mod dependence;
mod factors;
mod forecast;
mod gates;
mod gradients;
mod hedge;
mod history;
mod layers;
mod noise;
mod optimizer;
pub mod phases;
mod policy;
mod precision;
mod price_error;
mod race;
mod rate;
mod recurrence;
mod regimes;
mod residuals;
mod sharpness;
mod smile;
mod time;
mod time_map;
mod updates;
mod views;

pub use views::{SURFACE, Views, views};

use crate::clips::Traits;
use crate::datasets::Data;
use crate::draw::figure::{Axis, Counts, Figure, Tick};
use crate::draw::relief::Relief;
use crate::draw::ticks::{scientific, sign, trim_zeros};
use crate::objectives::Portrait;
use crate::optimizers::Stability;
use crate::race::Race;
use crate::registry::Item;
use crate::run::studies::{Findings, Wish};
use crate::run::{AnyRun, Frame, History, Status, ThroughTime, any::with_run, history::Row};
use crate::settings::Settings;
use views::{Shown, Subject};

/// What a chart may look at.
pub struct Record<'a> {
    /// Everything recorded.
    pub history: &'a History,
    /// The step that is shown.
    pub frame: &'a Frame,
    /// Names of the layers.
    pub layers: &'a [String],
    /// What holds of the clip of a step.
    pub clip: &'a dyn Fn(u64) -> Traits,
    /// The largest norm that the present clip lets through of each layer's gradient, where it bounds such.
    pub ceilings: &'a dyn Fn() -> Vec<Option<f64>>,
    /// The momentum that a schedule gave a step, where it did.
    pub momentum: &'a dyn Fn(u64) -> Option<f64>,
    /// How strongly the loss depends on every state, where there is time.
    pub through_time: Option<&'a ThroughTime>,
    /// The data to train on and those set aside, where inputs go to targets.
    pub sets: Option<(&'a Data, Option<&'a Data>)>,
    /// Number of parameters.
    pub parameters: usize,
    /// What the network answers to inputs, see [`crate::objectives::Evaluate::answers`].
    pub answers: &'a dyn Fn(&[f64]) -> Vec<f64>,
    /// What the problem shows of itself.
    pub portrait: &'a dyn Fn() -> Option<Portrait>,
    /// Whether what is minimised is a function of two numbers, without layers.
    pub is_function: bool,
    /// The run itself, for the probes of what no frame holds.
    pub run: &'a AnyRun,
    /// The others that race against the run.
    pub race: Option<&'a Race>,
    /// For which curvatures a step's optimizer is stable.
    pub stability: &'a dyn Fn(u64) -> Option<Stability>,
    /// Name of the present step's optimizer.
    pub optimizer: &'static str,
    /// What was found out beside the run.
    pub findings: &'a Findings,
    /// The descent in the plane of [`Self::relief`]: a, b and loss of at most so many steps.
    pub descent: &'a dyn Fn(usize) -> Vec<f32>,
    /// The settings that made the run, where they are known.
    pub settings: Option<&'a Settings>,
    /// The loss surface. It takes thousands of evaluations, so it is made only for the chart that asks.
    pub relief: &'a dyn Fn() -> Relief,
}

/// A chart: its description, where the page shows it, and the figure for a record that is painted `width` CSS pixels
/// wide.
struct Chart {
    item: Item,
    shown: fn(&Subject) -> Shown,
    figure: fn(&Record, width: usize) -> Figure,
}

/// In the order in which the page shows them.
const ALL: [Chart; 33] = kept([
    race::CHART,
    layers::CHART,
    curves::CHART,
    history::CHART,
    boundary::CHART,
    forecast::CHART,
    forecast::SPIKE,
    regimes::CHART,
    smile::CHART,
    residuals::CHART,
    price_error::CHART,
    price_error::IN_VOLATILITY,
    hedge::CHART,
    hedge::RATIO,
    policy::CHART,
    noise::CHART,
    time_map::CHART,
    time::CHART,
    dependence::CHART,
    gates::CHART,
    recurrence::CHART,
    rate::CHART,
    clip::CHART,
    precision::CHART,
    updates::CHART,
    optimizer::CHART,
    activations::CHART,
    gradients::CHART,
    factors::CHART,
    sharpness::CHART,
    cut::CHART,
    basins::CHART,
    contour::CHART,
]);

const fn kept<const N: usize>(mut charts: [Chart; N]) -> [Chart; N] {
    let mut k = 0;
    while k < N {
        charts[k].item = charts[k].item.kept();
        k += 1;
    }
    charts
}

/// The chart that the page shows as the other face of its surface, never as a view beside it.
pub const OF_SURFACE: &str = contour::CHART.item.id;

/// Every chart's description.
pub const ITEMS: &[Item] = &{
    let mut items = [Item::BASE; ALL.len()];
    let mut k = 0;
    while k < ALL.len() {
        items[k] = ALL[k].item;
        k += 1;
    }
    items
};

/// The chart `id` of a run as it stands; `None` when there is no such chart.
pub fn figure(id: &str, any: &AnyRun, width: usize) -> Option<Figure> {
    figure_in(id, any, Beside::default(), width)
}

/// What stands beside a run.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The others that race against it.
    pub race: Option<&'a Race>,
    /// The settings that made it.
    pub settings: Option<&'a Settings>,
}

/// The same of a run with what stands beside it.
pub fn figure_in(id: &str, any: &AnyRun, Beside { race, settings }: Beside, width: usize) -> Option<Figure> {
    let chart = ALL.iter().find(|chart| chart.item.id == id)?;
    with_run!(any, run => {
        let record = Record {
            history: run.history(),
            frame: run.frame(),
            layers: run.layer_names(),
            clip: &|step| run.rule_at(step).clip.traits(),
            ceilings: &|| run.ceilings(),
            momentum: &|step| run.momentum_at(step),
            through_time: run.through_time(),
            sets: run.objective().sets(),
            parameters: run.params().len(),
            answers: &|inputs| run.answers(inputs),
            portrait: &|| run.portrait(),
            is_function: run.objective().domain().is_some(),
            run: any,
            race,
            stability: &|step| run.stability_at(step),
            optimizer: run.rule().optimizer.item().label,
            findings: run.findings(),
            descent: &|points| run.path_in(run.newest_section().0, points),
            settings,
            relief: &|| contour::relief(run),
        };
        Some((chart.figure)(&record, width))
    })
}

/// What has to be found out beside a run for a chart.
pub fn wish(id: &str) -> Option<Wish> {
    let wishes = [(&sharpness::CHART, Wish::Sharpness), (&cut::CHART, Wish::Cut), (&contour::CHART, Wish::Plane)];
    wishes.into_iter().find(|(chart, _)| chart.item.id == id).map(|(_, wish)| wish)
}

/// Finds that out at once: of the run that `settings` describe, on the data `file` where it has one. An error says what is
/// wrong with the file, or why there is no such chart.
pub fn prepare(id: &str, run: &mut AnyRun, settings: &Settings, file: Option<&[u8]>) -> Result<(), String> {
    wish(id).map_or(Ok(()), |wish| run.study(wish, settings, file))
}

/// What is drawn beside the control of the setting `key`: what the settings have chosen there. `None` where there is
/// nothing to draw.
pub fn of_setting(key: &str, settings: &Settings) -> Option<Figure> {
    match key {
        "activation" => Some(activation::figure(settings)),
        _ => None,
    }
}

impl Record<'_> {
    /// The frame; of a run that has diverged, where there may be no finite number left, the step before, which tells
    /// more.
    fn last_finite(&self) -> Frame {
        let before = match self.frame.status {
            Status::Diverged(_) => self.frame.step.checked_sub(1).and_then(|step| self.history.at(step)),
            Status::Running => None,
        };
        before.map_or_else(|| self.frame.clone(), |row| row.frame())
    }

    /// Recorded steps up to the one that is shown, about as many as a chart `width` pixels wide has room for.
    fn sample(&self, width: usize) -> Vec<Row<'_>> {
        self.history.sample(self.frame.step, width.clamp(50, 2000)).collect()
    }

    /// The title of a chart of `frame`. It names the step only where that is not the one at which everything else
    /// stands: heads are narrow.
    fn title(&self, label: &str, frame: &Frame) -> String {
        if frame.step == self.frame.step { label.into() } else { format!("{label} at step {}", frame.step) }
    }
}

/// The title of a low chart `width` pixels wide: the long one only where it is sure to stay in one line beside the view's
/// buttons.
fn headed(label: &str, long: &str, width: usize) -> String {
    (if width < 300 { label } else { long }).into()
}

/// A layer's name where there is little room: `layers.3` is 3; other names stay.
pub fn short(layer: &str) -> &str {
    layer.strip_prefix("layers.").unwrap_or(layer)
}

/// A layer as a sentence has it: `layers.3` is layer 3; other names stay.
fn spoken_layer(name: &str) -> String {
    name.strip_prefix("layers.").map_or_else(|| name.into(), |number| format!("layer {number}"))
}

/// The axis of steps from the start to the last one, for ten steps at least.
fn step_axis(last: u64) -> Axis {
    Axis::linear("step", [0.0, (last as f64).max(10.0)]).counting(Counts::Steps)
}

/// The axis of layers called so, first to last.
fn layer_axis<'a>(names: impl Iterator<Item = &'a str>) -> Axis {
    let ticks: Vec<Tick> =
        names.enumerate().map(|(k, name)| Tick { at: k as f64, label: short(name).into() }).collect();
    let range = [-0.6, ticks.len() as f64 - 0.4];
    Axis { ticks, ..Axis::linear("layer, first to last", range).counting(Counts::Layers) }
}

/// The axis of time steps.
fn time_axis(steps: &[f64]) -> Axis {
    let [low, high] = span(steps).unwrap_or([0.0, 1.0]);
    Axis::linear("time step t", [low - 0.6, high + 0.6])
}

/// Smallest and largest of the finite values.
fn span(values: &[f64]) -> Option<[f64; 2]> {
    let finite = values.iter().copied().filter(|v| v.is_finite());
    finite.fold(None, |span, v| Some(span.map_or([v, v], |[low, high]: [f64; 2]| [low.min(v), high.max(v)])))
}

/// Smallest and largest of the positive finite values, widened to whole powers of ten at least two decades apart.
fn decades(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let (low, high) = values
        .filter(|v| v.is_finite() && *v > 0.0)
        .fold((f64::INFINITY, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return [1e-3, 1.0];
    }
    let (mut from, mut to) = (libm::log10(low).floor(), libm::log10(high).ceil());
    while to - from < 2.0 {
        from -= 1.0;
        if to - from < 2.0 {
            to += 1.0;
        }
    }
    [libm::exp10(from), libm::exp10(to)]
}

/// A number as a sentence has it: three digits, a power of ten where it is far from one.
pub fn spoken(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return "not finite".into();
    }
    let size = value.abs();
    if !(0.001..100_000.0).contains(&size) {
        // A sentence has spaces there, which do not break.
        return scientific(value, 1).replace('×', "\u{a0}×\u{a0}");
    }
    let decimals = (2.0 - libm::log10(size).floor()).clamp(0.0, 5.0) as usize;
    format!("{}{}", sign(value), trim_zeros(&format!("{size:.decimals$}")))
}
