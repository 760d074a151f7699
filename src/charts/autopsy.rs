//! The autopsy of a run that was lost: loss, gradient, parameters and update on one logarithmic axis, up to the first
//! number that is not finite, beside the counterfactual that proves the cause.

mod told;

pub use told::{Told, told};

use super::{Chart, Input, Shown, decades};
use crate::autopsy::{Autopsy, EventKind, Reading, examine};
use crate::draw::figure::{Axis, Counts, Dash, Figure, Ink, Mark, Series, Side};
use crate::registry::{Item, Settings};
#[cfg(not(target_arch = "wasm32"))]
use crate::scenarios;
use crate::texts::autopsy as words;

/// The chart's id.
pub const ID: &str = "autopsy";

pub(super) const CHART: Chart = Chart {
    item: Item {
        id: ID,
        label: "Autopsy",
        help: "Why a run was lost: loss, gradient norm, length of the parameters and of the update, up to the first number that is not finite. Dashed: the same run with the one change that keeps it near.",
        ..Item::BASE
    },
    // It is opened from the sentence under the surface.
    shown: |_| Shown::Never,
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let examined = input.settings.map(|settings| examine(settings, bundled(settings), input.run.frame().step));
    match examined {
        Some(Ok(autopsy)) => of(&autopsy),
        Some(Err(why)) => Figure::nothing(ID, CHART.title(), &why),
        None => Figure::nothing(ID, CHART.title(), &words::no_settings()),
    }
}

/// The data file of a scenario. The page has none in its module; it examines with the file that it has fetched.
#[cfg(not(target_arch = "wasm32"))]
fn bundled(settings: &Settings) -> Option<&'static [u8]> {
    scenarios::data_file(settings).map(|file| file.bytes)
}
#[cfg(target_arch = "wasm32")]
fn bundled(_: &Settings) -> Option<&'static [u8]> {
    None
}

/// What is drawn of a step.
type Quantity = fn(&Reading) -> f64;

/// The chart of an autopsy.
pub fn of(autopsy: &Autopsy) -> Figure {
    let told = told(autopsy);
    let summary = told.summary();
    let Some(event) = &autopsy.event else { return Figure::nothing(ID, CHART.title(), &summary) };
    let quantities: [(Quantity, _); 4] = [
        (|reading| reading.loss, words::loss()),
        (|reading| reading.gradient, words::gradient()),
        (|reading| reading.parameters, words::parameters()),
        (|reading| reading.update, words::update()),
    ];
    let line = |name: String, k: usize, readings: &[Reading], dash, width| Series {
        name,
        ink: Ink::Series(k as u8),
        side: Side::Left,
        mark: Mark::Line {
            x: readings.iter().map(|reading| reading.step as f64).collect(),
            y: readings.iter().map(quantities[k].0).collect(),
            dash,
            width,
        },
    };
    let mut series: Vec<Series> = quantities
        .iter()
        .enumerate()
        .map(|(k, (_, name))| line(name.to_string(), k, &autopsy.readings, Dash::Solid, 2.0))
        .collect();
    if let Some(proven) = autopsy.proven() {
        let changed = told::change(proven);
        series.push(line(words::loss_with(&changed).into(), 0, &autopsy.beside, Dash::Dashed, 2.0));
        series.push(line(words::gradient_with(&changed).into(), 1, &autopsy.beside, Dash::Dashed, 2.0));
    }
    let cursor = |at: u64, label: String, ink| Series {
        name: String::new(),
        ink,
        side: Side::Left,
        mark: Mark::Cursor { at: at as f64, label },
    };
    if let Some(growth) = autopsy.growth.as_ref().filter(|growth| growth.from < event.step) {
        series.push(cursor(growth.from, words::grows().into(), Ink::Quiet));
    }
    let ended = match event.kind {
        EventKind::Diverged => words::diverged(),
        EventKind::Thrown => words::thrown(),
    };
    series.push(cursor(event.step, ended.into(), Ink::Alarm));
    let all = || autopsy.readings.iter().chain(&autopsy.beside);
    let values = all().flat_map(|reading| quantities.iter().map(|(quantity, _)| quantity(reading)));
    let steps = || all().map(|reading| reading.step as f64);
    let (first, last) = (steps().fold(f64::INFINITY, f64::min), steps().fold(0.0, f64::max));
    let axis = Axis::linear(&crate::texts::charts::step(), [first, last.max(first + 4.0)]);
    Figure {
        id: ID.into(),
        title: CHART.title().into(),
        x: axis.counting(Counts::Steps),
        y: Axis::log10(&words::axis(), within(decades(values))),
        right: None,
        series,
        empty: None,
        summary,
    }
}

/// At most sixty decades below the largest value: an update of zero length would stretch the axis.
fn within([low, high]: [f64; 2]) -> [f64; 2] {
    [low.max(high * 1e-60), high]
}
