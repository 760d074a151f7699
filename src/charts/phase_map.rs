//! The edge of chaos: how gradients change from layer to layer at the start, over the deviations of weights and biases (or
//! depth), with the run as a point that can be dragged.

use super::{Chart, Input, Page, Shown, spoken};
use crate::activations::AnyActivation;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::networks::norms::NORM;
use crate::networks::residuals::RESIDUAL;
use crate::registry::{Item, Settings};
use crate::texts::charts as words;
use crate::theory::gaussian::Curve;
use crate::theory::phase::{PHASE_AXIS, Table, is_by_depth, place};
use std::cell::RefCell;

pub const CHART: Chart = Chart {
    item: Item {
        id: "phase-map",
        label: "Edge of chaos",
        formula: "χ = σ_w² E[φ′(√q z)²]",
        help: "Mean-field theory of the start: the factor of the gradient norm from one layer to the one before it, for every deviation of weights (σ_w, times √fan-in) and biases (σ_b). On the line χ = 1, gradients keep their size at any depth. Drag the point to start the run elsewhere.",
        ..Item::BASE
    },
    shown: |about| {
        let layered = about.has.hidden && !about.has.time;
        Shown::offered_if(layered && !about.chose(&NORM) && !about.chose(&RESIDUAL))
    },
    page: Page { point: true, choice: PHASE_AXIS.id(), wide: true, ..Page::BASE },
    figure,
    ..Chart::BASE
};

const COLUMNS: usize = 48;
const ROWS: usize = 32;
/// Largest depth on the axis.
const DEPTH: f64 = 64.0;
/// Up to this σ_w the critical line is looked for; sigmoid has it at 10.
const FARTHEST: f64 = 16.0;

fn figure(input: &Input, _: usize) -> Figure {
    let Some(settings) = input.settings.filter(|settings| settings.uses(&crate::activations::ACTIVATION)) else {
        return Figure::nothing(CHART.item.id, CHART.title(), &words::phase_none());
    };
    with_table(settings, |table| drawn(settings, table))
}

/// Computes the table of an activation once.
fn with_table<T>(settings: &Settings, draw: impl FnOnce(&Table) -> T) -> T {
    thread_local!(static LAST: RefCell<Option<(String, Table)>> = const { RefCell::new(None) });
    let activation = AnyActivation::build(settings);
    let name = format!("{activation:?}");
    LAST.with_borrow_mut(|last| {
        let (_, table) = match last.take().filter(|(of, _)| *of == name) {
            Some(known) => last.insert(known),
            None => last.insert((name, Table::new(&Curve::new(activation)))),
        };
        draw(table)
    })
}

fn drawn(settings: &Settings, table: &Table) -> Figure {
    let by_depth = is_by_depth(settings);
    let own = place(settings);
    let critical = table.critical(0.0, FARTHEST);
    let wide = [own.map_or(0.0, |own| own[0]), critical.unwrap_or(2.0), 2.0].into_iter().fold(0.0, f64::max);
    let right = (1.3 * wide).min(40.0);
    let top = if by_depth { DEPTH } else { (1.3 * own.map_or(0.0, |own| own[1])).max(1.0) };
    let middle = |k: usize, count: usize, end: f64| end * (k as f64 + 0.5) / count as f64;
    let at = |weight: f64, other: f64| match by_depth {
        true => table.ln_ratio(weight, settings.get(&crate::initializers::BIAS_STD), other.round().max(1.0) as usize),
        false => 0.5 * table.ln_chi(weight, other),
    };
    let most = if by_depth { 20.0 } else { 1.0 };
    let values: Vec<f32> = (0..ROWS * COLUMNS)
        .map(|k| at(middle(k % COLUMNS, COLUMNS, right), middle(k / COLUMNS, ROWS, top)))
        .map(|ln| (ln / std::f64::consts::LN_10).clamp(-most, most) as f32)
        .collect();
    let ends = values.iter().fold([0.0_f32; 2], |[low, high], v| [low.min(*v), high.max(*v)]);
    let label = if by_depth { words::phase_ratio() } else { words::phase_factor() };
    let series = |name: &str, ink, mark| Series { name: name.into(), ink, side: Side::Left, mark };
    let mut all = vec![series(
        "",
        Ink::Text,
        Mark::Raster {
            columns: COLUMNS as u32,
            rows: ROWS as u32,
            x: [0.0, right],
            y: [0.0, top],
            values,
            range: [ends[0].min(-0.01), ends[1].max(0.01)],
            label: label.into(),
            log10: true,
        },
    )];
    let bias = settings.get(&crate::initializers::BIAS_STD);
    let line: Vec<(f64, f64)> = match by_depth {
        true => table.critical(bias, right).map_or_else(Vec::new, |c| vec![(c, 0.0), (c, top)]),
        false => (0..=40)
            .filter_map(|k| {
                let bias = top * f64::from(k) / 40.0;
                Some((table.critical(bias, right)?, bias))
            })
            .collect(),
    };
    if !line.is_empty() {
        let (x, y) = line.iter().copied().unzip();
        all.push(series(&words::phase_line(), Ink::Alarm, Mark::Line { x, y, dash: Dash::Dashed, width: 2.0 }));
    }
    if let Some([x, y]) = own {
        let point = Mark::Points { x: vec![x], y: vec![y], shape: Shape::Disc, radius: 6.0 };
        all.push(series(&words::phase_run(), Ink::Threshold, point));
    }
    let y = if by_depth { Axis::linear(&words::phase_depth(), [0.0, top]) } else { Axis::linear("σ_b", [0.0, top]) };
    let summary = match own {
        Some([weight, other]) => {
            let factor = spoken(libm::exp(at(weight, other)));
            match by_depth {
                true => words::phase_summary_depth(&spoken(weight), &spoken(other), &factor),
                false => words::phase_summary(&spoken(weight), &spoken(other), &factor),
            }
        }
        None => words::phase_no_place(),
    };
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear("σ_w", [0.0, right]),
        y,
        right: None,
        series: all,
        empty: None,
        summary: summary.into(),
    }
}
