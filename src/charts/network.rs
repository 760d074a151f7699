//! The network itself: units, connections, and the factors that the backward signal is multiplied by.

mod layout;
mod motion;

pub use motion::{in_motion, motion};

use super::{Chart, Input, Page, Shown, short, spoken};
use crate::draw::figure::{Axis, Counts, Dash, Edges, Figure, Graph, Ink, Mark, Series, Shape, Side, Tick, UnitState};
use crate::networks::mlp::Hidden;
use crate::probes::edges::EDGES;
use crate::probes::network::{Network, fold};
use crate::registry::{Item, Settings};
use crate::run::RunView;
use crate::texts::{Text, label, network as words, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "network",
        label: "Network",
        help: "The network itself: every unit with its output, every connection with its gradient, weight or update. Below each layer stand the factor by which it changes the backward signal, and the signal that is left. Point at a connection to see the factors of its gradient.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.layers),
    page: Page { choice: "edges", wide: true, ..Page::BASE },
    figure,
    ..Chart::BASE
};

/// Width of a column that is kept in full, and of what stands beside the columns, in CSS pixels.
const COLUMN: usize = 36;
const BESIDE: usize = 110;
/// A narrower picture has no room for the whole legend, in CSS pixels.
const NARROW: usize = 440;
/// Decades that a logarithmic scale covers at most.
const DECADES: f64 = 8.0;

fn figure(input: &Input, width: usize) -> Figure {
    let chosen = input.settings.map_or("gradient", |settings| settings.get(&EDGES).id);
    let edges = match chosen {
        "weight" => Edges::Weight,
        "update" => Edges::Update,
        _ => Edges::Gradient,
    };
    of(input.run, input.settings, edges, width)
}

/// The network of a run.
fn of(run: &dyn RunView, settings: Option<&Settings>, edges: Edges, width: usize) -> Figure {
    let most = width.saturating_sub(BESIDE) / COLUMN;
    let network = match Network::with(run, most) {
        Ok(network) => network,
        Err(_) => return Figure::nothing(CHART.item.id, CHART.title(), &words::nothing()),
    };
    let graph = layout::graph(run, settings, &network, edges);
    let (ticks, places) = (ticks(&graph), layout::places(run, &network, &graph));
    let x = Axis { ticks, ..Axis::linear("", layout::across(&graph)).counting(Counts::Layers).at(places) };
    let x = if network.through_time { Axis { counts: Counts::Named, places: Vec::new(), ..x } } else { x };
    let y = Axis::linear("", layout::upwards(&graph)).counting(Counts::Named);
    let summary = summary(run.frame().step, &network, &graph);
    let mut series = legend(&graph, width);
    series.extend(about(settings, &graph));
    series.insert(
        0,
        Series { name: String::new(), ink: Ink::Text, side: Side::Left, mark: Mark::Network(Box::new(graph)) },
    );
    Figure { id: CHART.item.id.into(), title: CHART.title().into(), x, y, right: None, series, empty: None, summary }
}

fn ticks(graph: &Graph) -> Vec<Tick> {
    let full = graph.columns.iter().filter(|column| !column.folded);
    full.map(|column| Tick { at: column.x, label: column.name.clone() }).collect()
}

/// The entries of the legend, which draw nothing in the picture.
fn legend(graph: &Graph, width: usize) -> Vec<Series> {
    let series = |name: Text, ink, mark| Series { name: name.into(), ink, side: Side::Left, mark };
    let line = |dash, width| Mark::Line { x: Vec::new(), y: Vec::new(), dash, width };
    let points = |shape, radius| Mark::Points { x: Vec::new(), y: Vec::new(), shape, radius };
    let [low, high] = graph.range.map(spoken);
    let mut all = match graph.edges {
        Edges::Gradient => vec![
            series(words::gradient_large(&high), Ink::Text, line(Dash::Solid, 3.0)),
            series(words::gradient_small(&low), Ink::Quiet, line(Dash::Solid, 1.5)),
        ],
        Edges::Weight => vec![
            series(words::weight_positive(&high), Ink::Series(0), line(Dash::Solid, 3.0)),
            series(words::weight_negative(), Ink::Series(6), line(Dash::Dashed, 3.0)),
        ],
        Edges::Update => vec![
            series(words::update_positive(&high), Ink::Series(0), line(Dash::Solid, 3.0)),
            series(words::update_negative(), Ink::Series(6), line(Dash::Dashed, 3.0)),
        ],
    };
    if width >= NARROW {
        all.push(series(words::positive_output(), Ink::Series(0), points(Shape::Square, 5.0)));
        all.push(series(words::negative_output(), Ink::Series(6), points(Shape::Square, 5.0)));
    }
    let has = |state| graph.columns.iter().flat_map(|column| &column.units).any(|unit| unit.state == state);
    if has(UnitState::Saturated) {
        all.push(series(words::saturated_unit(), Ink::Series(1), points(Shape::HollowSquare, 5.0)));
    }
    if width >= NARROW && graph.columns.iter().any(|column| column.folded) {
        let name = if graph.through_time { words::folded_times() } else { words::folded_layers() };
        all.push(series(name, Ink::Quiet, points(Shape::HollowSquare, 5.0)));
    }
    if has(UnitState::Dead) {
        all.push(series(words::dead_unit(), Ink::Alarm, points(Shape::Cross, 4.0)));
    }
    all
}

/// Legend entries for what surrounds the units.
fn about(settings: Option<&Settings>, graph: &Graph) -> Vec<Series> {
    let Some(settings) = settings else { return Vec::new() };
    let hidden = Hidden::of(settings);
    let line = |name: Text, ink, dash, width| Series {
        name: name.into(),
        ink,
        side: Side::Left,
        mark: Mark::Line { x: Vec::new(), y: Vec::new(), dash, width },
    };
    let mut all = Vec::new();
    if graph.columns.iter().any(|column| column.normalised) {
        let item = hidden.norm.item();
        all.push(line(words::with_norm(&label("norms", item.id, item.label)), Ink::Series(3), Dash::Solid, 3.0));
    }
    if !graph.skips.is_empty() {
        all.push(line(words::with_residual(), Ink::Series(2), Dash::Solid, 1.5));
    }
    if graph.columns.iter().any(|column| column.dropout) {
        all.push(line(words::with_dropout(&spoken(100.0 * hidden.dropout)), Ink::Series(7), Dash::Dotted, 2.0));
    }
    all
}

fn summary(step: u64, network: &Network, graph: &Graph) -> String {
    let count = |k: usize| network.columns[k].groups.iter().map(|group| group.count).sum::<usize>();
    let last = network.columns.len() - 1;
    let what = match (network.through_time, last) {
        (true, _) => words::summary_time(&step, &count(0), &(last - 1)),
        (false, 2) => words::summary_one(&step, &count(0), &count(2)),
        (false, _) => words::summary(&step, &(last - 1), &count(0), &count(last)),
    };
    let known: Vec<f64> = network.signals.iter().copied().filter(|signal| !signal.is_nan()).collect();
    let signal = match (known.first(), known.last()) {
        (Some(first), Some(last)) if known.len() > 1 => {
            Some(words::summary_signal(&spoken(*last), &spoken(*first), &spoken(first / last)))
        }
        _ => None,
    };
    let all = |state| {
        let units = graph.columns.iter().flat_map(|column| &column.units);
        units.filter(|unit| unit.state == state).map(|unit| unit.stands_for).sum::<u32>()
    };
    let (dead, saturated) = (all(UnitState::Dead), all(UnitState::Saturated));
    let states = (dead + saturated > 0).then(|| words::summary_dead(&dead, &saturated));
    sentences([Some(what), signal, network.gated.then(words::summary_gated), states])
}

#[cfg(test)]
mod tests;
