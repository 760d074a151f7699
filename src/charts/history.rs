//! The gradient of every layer over the whole run: a heat map of layer by step.

use super::{Chart, Input, Page, Shown, decades, short, spoken};
use crate::draw::figure::{Axis, Counts, Figure, Ink, Mark, Series, Side, Tick};
use crate::registry::Item;
use crate::run::Status;
use crate::run::history::Row;
use crate::texts::{charts, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "history",
        label: "Gradient history",
        help: "Gradient norm of every layer and step, before clipping. A dark band is a layer that learns nothing.",
        ..Item::BASE
    },
    shown: |about| Shown::first_if(!about.has.time && !about.races()),
    page: Page { yields: true, ..Page::BASE },
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, width: usize) -> Figure {
    let layers = input.run.layer_names().len();
    let title = CHART.title();
    let lost = matches!(input.run.frame().status, Status::Diverged(_));
    if input.run.frame().step == 0 {
        let why = if lost { charts::history_lost() } else { charts::history_waiting() };
        return Figure::nothing(CHART.item.id, title, &why);
    }
    // Every column covers the same number of steps, but the recorded steps may be unevenly spaced. So each recorded
    // step goes into the column that covers it.
    let last = input.run.frame().step;
    let columns = ((last + 1) as usize).min((width / 3).clamp(16, 240));
    let mut values = vec![f32::NAN; columns * layers];
    let mut known = vec![false; columns];
    let mut put = |column: usize, row: Row| {
        known[column] = true;
        for (k, layer) in row.layers().enumerate() {
            values[k * columns + column] = libm::log10(layer.grad_norm) as f32;
        }
    };
    // A step belongs to column step · columns / (last + 1). Comparing it with the first step after the column needs one
    // division per column instead of one per step.
    let beyond = |column: usize| ((column as u128 + 1) * (u128::from(last) + 1)).div_ceil(columns as u128) as u64;
    let (mut column, mut end, mut newest) = (0, beyond(0), None);
    for row in input.run.history().rows(last) {
        if row.step() >= end {
            // A column shows its last step. The others need no logarithm.
            newest.take().into_iter().for_each(|row| put(column, row));
            while row.step() >= end {
                column += 1;
                end = beyond(column);
            }
        }
        newest = Some(row);
    }
    newest.into_iter().for_each(|row| put(column, row));
    fill_gaps(&mut values, &known);
    let finite = values.iter().copied().filter(|v| v.is_finite());
    let ends =
        finite.fold(None, |ends, v| Some(ends.map_or([v, v], |[low, high]: [f32; 2]| [low.min(v), high.max(v)])));
    let range = decades(ends.into_iter().flatten().map(|v| libm::exp10(f64::from(v))));
    let ends = range.map(|end| libm::log10(end) as f32);
    let every = layers.div_ceil(8);
    let ticks = (0..layers)
        .filter(|k| k.is_multiple_of(every))
        .map(|k| Tick { at: k as f64, label: short(&input.run.layer_names()[k]).into() })
        .collect();
    let span = [0.0, (last + 1) as f64];
    let map = Mark::Raster {
        columns: columns as u32,
        rows: layers as u32,
        x: span,
        y: [-0.5, layers as f64 - 0.5],
        values,
        range: ends,
        label: charts::gradient_norm().into(),
        log10: true,
    };
    let series = |ink, mark| Series { name: String::new(), ink, side: Side::Left, mark };
    // The cursor marks the middle of the diverged step. Its column is empty if no gradient is finite any more.
    let end = Mark::Cursor { at: last as f64 + 0.5, label: charts::diverged().into() };
    let end = lost.then(|| series(Ink::Alarm, end));
    Figure {
        id: CHART.item.id.into(),
        title: title.into(),
        x: Axis::linear(&charts::step(), span).counting(Counts::Steps),
        y: Axis { ticks, ..Axis::linear(&charts::layer(), [-0.5, layers as f64 - 0.5]).counting(Counts::Layers) },
        right: None,
        series: std::iter::once(series(Ink::Text, map)).chain(end).collect(),
        empty: None,
        summary: sentences([
            Some(charts::history_summary(&(last + 1), &spoken(range[0]), &spoken(range[1]))),
            lost.then(|| charts::history_diverged(&last)),
        ]),
    }
}

/// Fills each column that has no recorded step with the column before it, because the history stores fewer of the old
/// steps. A column whose recorded values are not finite stays empty.
fn fill_gaps(values: &mut [f32], known: &[bool]) {
    for row in values.chunks_exact_mut(known.len()) {
        for k in 1..known.len() {
            if !known[k] {
                row[k] = row[k - 1];
            }
        }
    }
}
