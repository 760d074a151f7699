//! Charts, one file each: a pure function from a run to a figure, and how the page treats the chart.

mod activation;
mod activations;
pub mod autopsy;
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
mod network;
mod noise;
mod optimizer;
mod phase_map;
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

pub use contour::{path_of, relief_of};
pub use network::{in_motion, motion};
pub use views::{SURFACE, Views, views};

use crate::activations::ACTIVATION;
use crate::draw::figure::{Axis, Counts, Figure, Tick};
use crate::draw::ticks::{scientific, sign, trim_zeros};
use crate::race::Race;
use crate::registry::{Item, Settings};
use crate::run::history::Row;
use crate::run::studies::StudyKind;
use crate::run::{AnyRun, Frame, RunView, Status};
use crate::schema::Family;
use crate::texts::{self, charts as words};
use views::{Shown, Subject};

/// What a chart draws.
pub struct Input<'a> {
    /// The run.
    pub run: &'a dyn RunView,
    /// The race that it takes part in, if any.
    pub race: Option<&'a Race>,
    /// The settings that the run was made from, if known.
    pub settings: Option<&'a Settings>,
}

/// A chart: its texts, how the page treats it, and the function that makes its figure.
struct Chart {
    item: Item,
    /// When the page shows it.
    shown: fn(&Subject) -> Shown,
    /// How the page treats it.
    page: Page,
    /// The study that it needs, if any.
    study_kind: Option<StudyKind>,
    /// Makes the figure. The page paints it `width` CSS pixels wide.
    figure: fn(&Input, width: usize) -> Figure,
}

/// How the page treats a chart.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Where the page shows it.
    pub place: Place,
    /// The clip whose threshold the user can drag in it, and that this switches on where there is none; empty for none.
    pub clip: &'static str,
    /// Whether the page shows a race's standings beside it.
    pub standings: bool,
    /// Whether the worker that computes surfaces also computes this chart, piece by piece, if the scenario has it.
    pub surveyed: bool,
    /// Whether the run is a point in it that the user can drag.
    pub point: bool,
    /// Whether it has a whole row where there are two charts to a row.
    pub wide: bool,
    /// Whether it gives its place to a chart that has a whole row.
    pub yields: bool,
    /// Key of the setting that has its control in the chart's title bar; empty for none.
    pub choice: &'static str,
}

/// Where the page shows a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the views.
    View,
    /// Among the views, with little height.
    Strip,
    /// In place of the 3-D surface, when the user switches to the map.
    Surface,
}

impl Page {
    /// An ordinary view.
    pub const BASE: Self = Self {
        place: Place::View,
        clip: "",
        standings: false,
        surveyed: false,
        point: false,
        wide: false,
        yields: false,
        choice: "",
    };
}

impl Chart {
    /// The chart's label.
    fn title(&self) -> &'static str {
        title_of(&self.item)
    }

    /// The defaults that every chart starts from.
    const BASE: Self = Self {
        item: Item::BASE,
        shown: |_| Shown::Offered,
        page: Page::BASE,
        study_kind: None,
        figure: |_, _| Figure::nothing("", "", ""),
    };
}

/// All charts, in the order in which the page shows them.
const ALL: &[Chart] = &kept([
    race::CHART,
    layers::CHART,
    curves::CHART,
    network::CHART,
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
    phase_map::CHART,
    sharpness::CHART,
    cut::CHART,
    basins::CHART,
    autopsy::CHART,
    contour::CHART,
]);

const fn kept<const N: usize>(mut charts: [Chart; N]) -> [Chart; N] {
    let mut k = 0;
    while k < N {
        charts[k].item = charts[k].item.for_build();
        k += 1;
    }
    charts
}

/// The label of a chart.
fn title_of(item: &Item) -> &'static str {
    texts::label("charts", item.id, item.label)
}

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

/// The family of charts, for `gradscape list` and the tables of languages.
pub fn family() -> Family {
    Family { id: "charts", key: "", items: ITEMS }
}

/// How the page treats the chart `id`; `None` when there is no such chart.
pub fn page(id: &str) -> Option<Page> {
    find(id).map(|chart| chart.page)
}

/// The chart `id` of a run at its present step; `None` when there is no such chart. `width` is in CSS pixels.
///
/// ```
/// use gradscape::draw::{svg::svg, theme::Theme};
/// use gradscape::{charts, run::AnyRun, registry::Settings};
///
/// let (settings, _notices) = Settings::parse("hidden_layers=2");
/// let run = AnyRun::new(&settings, None)?;
/// let figure = charts::figure("layers", run.view(), 480).expect("there is a chart of this name");
/// let picture = svg(&figure, 480, 300, &Theme::LIGHT);
/// assert!(picture.starts_with("<svg"));
/// assert!(figure.summary.starts_with("Step 0: gradient norm"));
/// # Ok::<(), String>(())
/// ```
pub fn figure(id: &str, run: &dyn RunView, width: usize) -> Option<Figure> {
    figure_in(id, run, Beside::default(), width)
}

/// What a chart can use besides the run.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The race that it takes part in, if any.
    pub race: Option<&'a Race>,
    /// The settings that the run was made from.
    pub settings: Option<&'a Settings>,
}

/// Like [`figure`], for a run with its race and its settings.
pub fn figure_in(id: &str, run: &dyn RunView, Beside { race, settings }: Beside, width: usize) -> Option<Figure> {
    find(id).map(|chart| (chart.figure)(&Input { run, race, settings }, width))
}

/// The study that the chart `id` needs; `None` if it needs none.
pub fn study_kind(id: &str) -> Option<StudyKind> {
    find(id).and_then(|chart| chart.study_kind)
}

fn find(id: &str) -> Option<&'static Chart> {
    ALL.iter().find(|chart| chart.item.id == id)
}

/// Runs the study that the chart `id` needs to its end. `settings` describe the run; `file` is its data file, if any.
///
/// # Errors
///
/// Says what is wrong with the file, or why there is no such chart.
pub fn prepare(id: &str, run: &mut AnyRun, settings: &Settings, file: Option<&[u8]>) -> Result<(), String> {
    study_kind(id).map_or(Ok(()), |study_kind| run.study(study_kind, settings, file))
}

/// The figure beside the control of the setting `key`: it shows what `settings` choose there. `None` if that setting
/// has no figure.
pub fn of_setting(key: &str, settings: &Settings) -> Option<Figure> {
    (key == ACTIVATION.id()).then(|| activation::figure(settings))
}

impl Input<'_> {
    /// The frame to draw. At the step where a run diverged, there may be no finite number left, so this is the frame of
    /// the step before.
    fn last_finite(&self) -> Frame {
        let frame = self.run.frame();
        let before = match frame.status {
            Status::Diverged(_) => frame.step.checked_sub(1).and_then(|step| self.run.history().at(step)),
            Status::Running => None,
        };
        before.map_or_else(|| frame.clone(), |row| row.frame())
    }

    /// Recorded steps up to the present one, about one for each of the chart's `width` pixels.
    fn sample(&self, width: usize) -> Vec<Row<'_>> {
        self.run.history().sample(self.run.frame().step, width.clamp(50, 2000)).collect()
    }

    /// The title of a chart that draws `frame`. It names the step only if that is not the run's present step, because
    /// title bars have little room.
    fn title(&self, label: &str, frame: &Frame) -> String {
        if frame.step == self.run.frame().step { label.into() } else { words::at_step(&label, &frame.step).into() }
    }
}

/// The title of a low chart `width` pixels wide. It is `long` only if that is sure to fit on one line beside the view's
/// buttons.
fn headed(label: &str, long: &str, width: usize) -> String {
    (if width < 300 { label } else { long }).into()
}

/// A layer's short name, for axes: `layers.3` becomes 3; other names stay as they are.
pub fn short(layer: &str) -> &str {
    layer.strip_prefix("layers.").unwrap_or(layer)
}

/// A layer's name in a sentence: `layers.3` becomes layer 3; other names stay as they are.
fn spoken_layer(name: &str) -> String {
    name.strip_prefix("layers.").map_or_else(|| name.into(), |number| words::layer_number(&number).into())
}

/// The axis of steps from 0 to `last`. It covers at least ten steps.
fn step_axis(last: u64) -> Axis {
    Axis::linear(&words::step(), [0.0, (last as f64).max(10.0)]).counting(Counts::Steps)
}

/// The axis of layers, with a tick for each of these names.
fn layer_axis<'a>(names: impl Iterator<Item = &'a str>) -> Axis {
    let names: Vec<&str> = names.collect();
    let ticks: Vec<Tick> =
        names.iter().enumerate().map(|(k, name)| Tick { at: k as f64, label: short(name).into() }).collect();
    let range = [-0.6, ticks.len() as f64 - 0.4];
    // Only there the layers are counted as the setting counts them.
    let label = match names.len() {
        layers @ 3.. if names.iter().all(|name| name.starts_with("layers.")) => words::layers_to_output(&(layers - 1)),
        _ => words::layers_in_order(),
    };
    Axis { ticks, ..Axis::linear(&label, range).counting(Counts::Layers) }
}

/// The axis of time steps.
fn time_axis(steps: &[f64]) -> Axis {
    let [low, high] = span(steps).unwrap_or([0.0, 1.0]);
    Axis::linear(&words::time_step(), [low - 0.6, high + 0.6])
}

/// Smallest and largest of the finite values.
fn span(values: &[f64]) -> Option<[f64; 2]> {
    let finite = values.iter().copied().filter(|v| v.is_finite());
    finite.fold(None, |span, v| Some(span.map_or([v, v], |[low, high]: [f64; 2]| [low.min(v), high.max(v)])))
}

/// The range of a logarithmic axis: it covers all positive finite values, ends at whole powers of ten and spans at
/// least two decades.
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

/// A number in a sentence: three significant digits, or a power of ten if it is very large or very small.
pub fn spoken(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return texts::numbers::not_finite().into();
    }
    let size = value.abs();
    if !(0.001..100_000.0).contains(&size) {
        // In a sentence, non-breaking spaces surround the multiplication sign.
        return scientific(value, 1).replace('×', "\u{a0}×\u{a0}");
    }
    let decimals = (2.0 - libm::log10(size).floor()).clamp(0.0, 5.0) as usize;
    format!("{}{}", sign(value), trim_zeros(&format!("{size:.decimals$}")))
}
