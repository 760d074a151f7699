//! Where everything is: a network's columns and units in axis units, and what is written below them.

use super::{DECADES, fold, short, words};
use crate::draw::figure::{Edges, Graph, GraphColumn, GraphLink, GraphRow, GraphUnit, UnitState};
use crate::draw::ticks::{power_of_ten, scientific};
use crate::networks::mlp::Hidden;
use crate::probes::network::{Column, Group, Link, Network, Unit};
use crate::registry::Settings;
use crate::run::RunView;

/// Half the distance of the ends of the axis from the first and the last column.
const ENDS: f64 = 0.55;
/// The same where names stand beside the units.
const NAMED: f64 = 0.95;
/// Inputs and outputs that have their names beside them, at most.
const NAMES: usize = 10;
/// Distance from the lowest unit to the end of the axis: alone, and where something stands below it.
const BELOW: (f64, f64) = (0.55, 2.1);
/// Few units stand this far apart at most, in distances of the largest column.
const APART: usize = 3;
/// Distance of the folded columns from their neighbours.
const ASIDE: f64 = 0.85;

/// The network as a drawing.
pub fn graph(run: &dyn RunView, settings: Option<&Settings>, network: &Network, edges: Edges) -> Graph {
    let x = positions(&network.columns.iter().map(|column| column.kept).collect::<Vec<_>>());
    let close = network.columns.iter().position(|column| !column.kept).map_or(0.0, |k| x[k + 1] - x[k]);
    let most = network.columns.iter().map(|column| slots(&sizes(column))).max().unwrap_or(1);
    let hidden = settings.filter(|_| !network.through_time).map(Hidden::of);
    let last = network.columns.len() - 1;
    let mut graph = Graph { edges, through_time: network.through_time, ..Graph::default() };
    graph.lit = [f64::NEG_INFINITY, f64::INFINITY];
    for (k, column) in network.columns.iter().enumerate() {
        let is_hidden = k > 0 && k < last;
        graph.columns.push(GraphColumn {
            x: x[k],
            name: column_name(run, network, k),
            folded: !column.kept,
            half: if column.kept { 0.0 } else { 0.5 * close },
            units: units(run, network, (k, most)),
            count: column.groups.iter().map(|group| group.count as u32).sum(),
            signal: network.signals[k],
            factor: network.factor(k),
            entering: column.entering.iter().take(3).map(|value| *value as f32).collect(),
            normalised: is_hidden && hidden.as_ref().is_some_and(|hidden| hidden.norm.item().id != "none"),
            dropout: is_hidden && hidden.as_ref().is_some_and(|hidden| hidden.dropout > 0.0),
        });
        let around = hidden.as_ref().is_some_and(|hidden| hidden.residual.factor().is_some());
        let same = |k: usize| network.columns[k].groups[0].count;
        if around && k > 1 && k < last && same(k) == same(k - 1) && column.kept && network.columns[k - 1].kept {
            graph.skips.push([k as u32 - 1, k as u32]);
        }
    }
    graph.links = network.links.iter().map(|link| drawn(run, network, link)).collect();
    graph.range = range(&graph);
    graph.rows = rows(run, network, &graph);
    graph
}

/// The places of the columns: one apart, and closer in the strip of folded ones.
pub fn positions(kept: &[bool]) -> Vec<f64> {
    let folded = kept.iter().filter(|kept| !**kept).count();
    let close = ((fold::STRIP + 1) as f64 - 2.0 * ASIDE) / (folded as f64 - 1.0).max(1.0);
    let mut x = Vec::with_capacity(kept.len());
    for k in 0..kept.len() {
        let before = x.last().copied().unwrap_or(0.0);
        let step = match k.checked_sub(1).map(|before| (kept[before], kept[k])) {
            None => 0.0,
            Some((true, true)) => 1.0,
            Some((false, false)) => close,
            Some(_) => ASIDE,
        };
        x.push(before + step);
    }
    x
}

/// The ends of the horizontal axis.
pub fn across(graph: &Graph) -> [f64; 2] {
    let named = |column: Option<&GraphColumn>| {
        let named = column.is_some_and(|column| column.units.iter().any(|unit| !unit.label.is_empty()));
        if named { NAMED } else { ENDS }
    };
    let (first, last) = (graph.columns.first(), graph.columns.last());
    [first.map_or(0.0, |column| column.x) - named(first), last.map_or(1.0, |column| column.x) + named(last)]
}

/// The ends of the vertical axis.
pub fn upwards(graph: &Graph) -> [f64; 2] {
    let units = || graph.columns.iter().flat_map(|column| &column.units);
    let low = units().map(|unit| unit.y).fold(f64::INFINITY, f64::min);
    let high = units().map(|unit| unit.y).fold(f64::NEG_INFINITY, f64::max);
    let folded = graph.columns.iter().filter(|column| !column.folded);
    let below = folded.flat_map(|column| &column.units).any(|unit| unit.stands_for > 1);
    let entering = graph.columns.iter().any(|column| !column.entering.is_empty());
    let above = if graph.skips.is_empty() { BELOW.0 } else { 1.1 };
    // Few units do not grow without limit.
    let spare = (4.0 - (high - low)).max(0.0) / 2.0;
    [low - spare - if below || entering { BELOW.1 } else { BELOW.0 }, high + spare + above]
}

/// The column of each layer of the layout.
pub fn places(run: &dyn RunView, network: &Network, graph: &Graph) -> Vec<f64> {
    let mut at = 0;
    let column_of = |layer: usize| {
        if let Some(k) = network.columns.iter().position(|column| column.layer == Some(layer)) {
            at = k;
        }
        graph.columns[at].x
    };
    (0..run.layer_names().len()).map(column_of).collect()
}

fn column_name(run: &dyn RunView, network: &Network, k: usize) -> String {
    let column = &network.columns[k];
    match (column.time, column.layer) {
        (Some(time), _) => words::state_at(&time).into(),
        (None, None) => words::inputs().into(),
        (None, Some(_)) if k + 1 == network.columns.len() => words::outputs().into(),
        (None, Some(layer)) => run.layer_names().get(layer).cloned().unwrap_or_default(),
    }
}

/// A column's units from top to bottom, groups with a gap between them. The first recurrent layer is at the bottom.
fn units(run: &dyn RunView, network: &Network, (k, most): (usize, usize)) -> Vec<GraphUnit> {
    let column = &network.columns[k];
    let heights = heights(&sizes(column), most);
    let mut units = Vec::new();
    for (g, group) in column.groups.iter().enumerate() {
        for (j, unit) in group.units.iter().enumerate() {
            let (name, label) = unit_name(run, network, (k, g, j), unit);
            units.push(GraphUnit {
                y: heights[g][j],
                name,
                label,
                stands_for: unit.stands_for as u32,
                value: unit.mean as f32,
                state: state(column, group, unit),
                map: unit.map.iter().map(|value| (127.0 * value.clamp(-1.0, 1.0)) as i8).collect(),
            });
        }
    }
    units
}

fn sizes(column: &Column) -> Vec<usize> {
    column.groups.iter().map(|group| group.units.len()).collect()
}

/// Places that groups of units take, with an empty one between groups.
pub fn slots(sizes: &[usize]) -> usize {
    sizes.iter().sum::<usize>() + sizes.len().saturating_sub(1)
}

/// The heights of groups of units, around 0, where the largest column has `most` places. Few units stand further apart.
pub fn heights(sizes: &[usize], most: usize) -> Vec<Vec<f64>> {
    let slots = slots(sizes);
    let apart = (most / (slots + 1)).clamp(1, APART) as f64;
    let mut next = (slots as f64 - 1.0) / 2.0 * apart;
    let mut heights = vec![Vec::new(); sizes.len()];
    for (g, size) in sizes.iter().enumerate().rev() {
        heights[g] = (0..*size).map(|k| next - k as f64 * apart).collect();
        next -= (*size as f64 + 1.0) * apart;
    }
    heights
}

fn state(column: &Column, _: &Group, unit: &Unit) -> UnitState {
    match unit {
        // Inputs have no activation.
        _ if column.layer.is_none() && column.time.is_none() => UnitState::Alive,
        unit if unit.is_dead() => UnitState::Dead,
        unit if unit.is_saturated() => UnitState::Saturated,
        _ => UnitState::Alive,
    }
}

/// A unit's name in sentences, and the name beside it.
fn unit_name(run: &dyn RunView, network: &Network, (k, g, j): (usize, usize, usize), unit: &Unit) -> (String, String) {
    let (column, last) = (&network.columns[k], network.columns.len() - 1);
    if unit.stands_for > 1 {
        return (words::more_units(&unit.stands_for).into(), String::new());
    }
    if column.groups.len() > 1 {
        return (words::unit_of_layer(&g, &j).into(), String::new());
    }
    let few = column.groups[0].count <= NAMES;
    let data = run.problem().sets().map(|(data, _)| data);
    if k == 0 && !network.through_time {
        let feature = data.and_then(|data| data.names.features.get(j)).map(|feature| feature.name.clone());
        let number = format!("x{}", j + 1);
        let label = if few { number } else { String::new() };
        return (feature.unwrap_or_else(|| words::input_number(&(j + 1)).into()), label);
    }
    if k == last {
        let class = data.and_then(|data| data.names.classes.get(j)).filter(|_| column.groups[0].count > 1);
        let alone = column.groups[0].count == 1;
        let name = if alone { words::output().into() } else { words::output_number(&(j + 1)).into_owned() };
        let name = class.map_or(name.clone(), |class| format!("{name} ({class})"));
        let label = if alone { "y".into() } else { class.cloned().unwrap_or_else(|| format!("y{}", j + 1)) };
        return (name, if few && label.chars().count() <= 8 { label } else { String::new() });
    }
    (words::unit_number(&(j + 1)).into(), String::new())
}

fn drawn(run: &dyn RunView, network: &Network, link: &Link) -> GraphLink {
    let first = |(column, group): (usize, usize)| {
        let before: usize = network.columns[column].groups[..group].iter().map(|group| group.units.len()).sum();
        [column as u32, before as u32]
    };
    let narrow = |values: &[f64]| values.iter().map(|value| *value as f32).collect::<Vec<f32>>();
    GraphLink {
        name: run.layer_names().get(link.layer).cloned().unwrap_or_default(),
        from: first(link.from),
        to: first(link.to),
        weight: narrow(&link.weight),
        gradient: narrow(&link.gradient),
        update: narrow(&link.update),
        product: narrow(&link.product),
        incoming: link.incoming.clone(),
        signal: link.signal.clone(),
    }
}

/// The scale of the edges. Logarithmic ones end at whole powers of ten.
fn range(graph: &Graph) -> [f64; 2] {
    let values = graph.links.iter().flat_map(|link| (0..link.weight.len()).map(move |edge| (link, edge)));
    let sizes = values.map(|(link, edge)| graph.value(link, edge).abs()).filter(|size| size.is_finite() && *size > 0.0);
    let (low, high) = sizes.fold((f64::INFINITY, 0.0_f64), |(low, high), size| (low.min(size), high.max(size)));
    if low > high {
        return if graph.edges == Edges::Weight { [0.0, 1.0] } else { [1e-3, 1.0] };
    }
    if graph.edges == Edges::Weight {
        return [0.0, high];
    }
    let top = libm::log10(high).ceil();
    let bottom = libm::log10(low).floor().clamp(top - DECADES, top - 2.0);
    [libm::exp10(bottom), libm::exp10(top)]
}

/// Below the columns: their names, their factors, and what is left of the signal.
fn rows(run: &dyn RunView, network: &Network, graph: &Graph) -> Vec<GraphRow> {
    let full = || graph.columns.iter().enumerate().filter(|(_, column)| !column.folded);
    let name = |k: usize| match (network.columns[k].time, network.columns[k].layer) {
        (Some(time), _) => time.to_string(),
        (None, None) => words::input().into(),
        (None, Some(_)) if k + 1 == graph.columns.len() => words::output().into(),
        (None, Some(layer)) => run.layer_names().get(layer).map_or_else(String::new, |name| short(name).into()),
    };
    let mut names: Vec<(f64, String)> = full().map(|(k, column)| (column.x, name(k))).collect();
    let folded: Vec<usize> = (0..graph.columns.len()).filter(|k| graph.columns[*k].folded).collect();
    let strip = folded.first().zip(folded.last());
    if let Some((first, last)) = strip {
        let middle = (graph.columns[*first].x + graph.columns[*last].x) / 2.0;
        let both = (name(*first), name(*last));
        let folded = match network.through_time {
            true => words::row_times_folded(&both.0, &both.1),
            false => words::row_layers_folded(&both.0, &both.1),
        };
        names.push((middle, folded.into()));
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    // A factor stands between the two columns that it is of.
    let mut factors = Vec::new();
    for (k, column) in full() {
        if let Some(factor) = column.factor.filter(|_| graph.columns.get(k + 1).is_some_and(|next| !next.folded)) {
            factors.push(((column.x + graph.columns[k + 1].x) / 2.0, brief(factor)));
        }
    }
    if let Some((first, last)) = strip {
        let (before, after) = (first - 1, last + 1);
        let factor = graph.columns[before].signal / graph.columns[after].signal;
        if !factor.is_nan() {
            let middle = (graph.columns[before].x + graph.columns[after].x) / 2.0;
            factors.push((middle, brief(factor)));
            factors.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
    }
    let signals = full().filter(|(_, column)| !column.signal.is_nan());
    let signals: Vec<(f64, String)> = signals.map(|(_, column)| (column.x, brief(column.signal))).collect();
    let label = if network.through_time { words::row_time() } else { words::row_layer() };
    let row = |label: crate::texts::Text, texts| GraphRow { label: label.into(), texts };
    let all = [row(label, names), row(words::row_factor(), factors), row(words::row_signal(), signals)];
    // How to read them stands below.
    let read = if network.through_time { words::read_times() } else { words::read_layers() };
    let notes = [Some(read), network.gated.then(words::read_gated)].into_iter().flatten();
    let known = all.into_iter().filter(|row| !row.texts.is_empty());
    known.chain(notes.map(|note| row(note, Vec::new()))).collect()
}

/// A number in as few letters as possible: two digits, or the nearest power of ten.
pub fn brief(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !value.is_finite() {
        return super::spoken(value);
    }
    if (0.0095..99.5).contains(&size) {
        let decimals = if size < 0.095 {
            3
        } else if size < 0.995 {
            2
        } else if size < 9.95 {
            1
        } else {
            0
        };
        return crate::draw::ticks::trim_zeros(&format!("{value:.decimals$}")).into();
    }
    let text = scientific(value, 0);
    let exponent = libm::log10(size).round();
    if text.chars().count() > 4 { power_of_ten(exponent) } else { text }
}
