//! A network in numbers: a unit, a weight with the chain of factors of its gradient, and tables of both.

use super::told::{Place, Reading, Table, Value, thinned};
use super::{value, vertical};
use crate::draw::figure::{Axis, Figure, Graph, GraphColumn, GraphLink, Mark, UnitState};
use crate::texts::network as words;

/// Where along a connection it is pointed at by keys: just before its target. There, connections are in order of their
/// targets, and then of their sources.
const SPOT: f64 = 0.96;
/// Share of the distance between columns within which a column is meant, and not a connection.
const NEAR: f64 = 0.24;
/// More factors than this are told as their product.
const FACTORS: usize = 6;

/// The network of a figure.
pub fn of(figure: &Figure) -> Option<&Graph> {
    figure.series.iter().find_map(|series| match &series.mark {
        Mark::Network(graph) => Some(&**graph),
        _ => None,
    })
}

/// What is at a place.
enum Spot {
    Column(usize),
    /// All links that end at this column.
    Links(usize),
}

/// The unit or the weight nearest to a place.
pub fn reading(graph: &Graph, axis: &Axis, x: Option<f64>, y: Option<f64>) -> Reading {
    let Some(x) = x else { return Reading::default() };
    let Some(spot) = spot(graph, x) else { return Reading::default() };
    let (at, name, span) = match spot {
        Spot::Column(k) => {
            let column = &graph.columns[k];
            let half = if column.folded { column.half } else { NEAR };
            (column.x, column.name.clone(), [column.x - half, column.x + half])
        }
        Spot::Links(to) => {
            let (link, from) = ending(graph, to).next().map_or((None, 0), |link| (Some(link), link.from[0] as usize));
            let name = link.map_or_else(String::new, |link| link.name.clone());
            (spot_of(graph, from, to), name, [graph.columns[from].x + NEAR, graph.columns[to].x - NEAR])
        }
    };
    let places = places(graph);
    let k = places.iter().position(|place| *place == at).unwrap_or(0);
    let column = match spot {
        Spot::Column(k) | Spot::Links(k) => &graph.columns[k],
    };
    let counted = axis.places.iter().position(|place| *place == column.x).map(|k| k as f64);
    let place = Place {
        at,
        name,
        span,
        before: places[k.saturating_sub(1)],
        after: places[(k + 1).min(places.len() - 1)],
        ends: [places[0], places[places.len() - 1]],
        counted,
    };
    let (y, values, lines) = match spot {
        Spot::Column(k) => at_column(graph, k, y),
        Spot::Links(to) => at_links(graph, to, x, at, y),
    };
    Reading { x: Some(place), y, values, lines }
}

fn spot_of(graph: &Graph, from: usize, to: usize) -> f64 {
    let (from, to) = (graph.columns[from].x, graph.columns[to].x);
    from + SPOT * (to - from)
}

fn ending(graph: &Graph, to: usize) -> impl Iterator<Item = &GraphLink> {
    graph.links.iter().filter(move |link| link.to[0] as usize == to)
}

/// Every place along the network: columns, and between them their weights.
fn places(graph: &Graph) -> Vec<f64> {
    let spots = graph.links.iter().map(|link| spot_of(graph, link.from[0] as usize, link.to[0] as usize));
    let mut places: Vec<f64> = graph.columns.iter().map(|column| column.x).chain(spots).collect();
    places.sort_unstable_by(f64::total_cmp);
    places.dedup();
    places
}

fn spot(graph: &Graph, x: f64) -> Option<Spot> {
    let exact = |link: &&GraphLink| spot_of(graph, link.from[0] as usize, link.to[0] as usize) == x;
    if let Some(link) = graph.links.iter().find(exact) {
        return Some(Spot::Links(link.to[0] as usize));
    }
    let far = |k: &usize| (graph.columns[*k].x - x).abs();
    let nearest = (0..graph.columns.len()).min_by(|a, b| far(a).total_cmp(&far(b)))?;
    let over = graph.links.iter().find(|link| {
        let (from, to) = (graph.columns[link.from[0] as usize].x, graph.columns[link.to[0] as usize].x);
        x > from && x < to
    });
    match over {
        Some(link) if far(&nearest) > NEAR => Some(Spot::Links(link.to[0] as usize)),
        _ => Some(Spot::Column(nearest)),
    }
}

type Found = (Option<Place>, Vec<Value>, Vec<[f64; 4]>);

fn said(name: impl Into<String>, number: f64) -> Value {
    Value { name: name.into(), value: value(number) }
}

fn at_column(graph: &Graph, k: usize, y: Option<f64>) -> Found {
    let column = &graph.columns[k];
    let mut values = Vec::new();
    let Some(y) = y.filter(|_| !column.units.is_empty()) else {
        values.push(said(words::units(), f64::from(column.count)));
        values.extend(of_layer(column));
        return (None, values, Vec::new());
    };
    let mut order: Vec<usize> = (0..column.units.len()).collect();
    order.sort_by(|a, b| column.units[*a].y.total_cmp(&column.units[*b].y));
    let (place, unit) = vertical(&order.iter().map(|k| column.units[*k].y).collect::<Vec<_>>(), y, |at| {
        column.units.iter().find(|unit| unit.y == at).map_or_else(String::new, |unit| unit.name.clone())
    });
    let unit = &column.units[order[unit]];
    values.push(said(words::mean_output(), f64::from(unit.value)));
    match unit.state {
        UnitState::Alive => {}
        UnitState::Saturated => values.push(Value { name: words::saturated().into(), value: String::new() }),
        UnitState::Dead => values.push(Value { name: words::dead().into(), value: String::new() }),
    }
    values.extend(of_layer(column));
    (Some(Place { span: [unit.y - 0.5, unit.y + 0.5], ..place }), values, Vec::new())
}

/// What is known of a whole column.
fn of_layer(column: &GraphColumn) -> Vec<Value> {
    let factor = column.factor.map(|factor| said(words::factor(), factor));
    let signal = Some(column.signal).filter(|signal| !signal.is_nan()).map(|signal| said(words::signal(), signal));
    factor.into_iter().chain(signal).collect()
}

fn at_links(graph: &Graph, to: usize, x: f64, at: f64, y: Option<f64>) -> Found {
    let edges = || ending(graph, to).flat_map(|link| (0..link.weight.len()).map(move |edge| (link, edge)));
    let height = |link: &GraphLink, edge: usize, x: f64| {
        let [(x0, y0), (x1, y1)] = graph.ends(link, edge)?;
        Some(y0 + (x - x0) / (x1 - x0) * (y1 - y0))
    };
    let Some(y) = y else {
        let column = &graph.columns[to];
        let weights: usize = ending(graph, to).map(|link| link.weight.len()).sum();
        let mut values = vec![said(words::weights(), weights as f64)];
        values.extend(of_layer(column));
        return (None, values, Vec::new());
    };
    let far = |link: &GraphLink, edge: usize| height(link, edge, x).map_or(f64::INFINITY, |height| (height - y).abs());
    let nearest = edges().min_by(|a, b| far(a.0, a.1).total_cmp(&far(b.0, b.1)));
    let Some((link, edge)) = nearest else { return (None, Vec::new(), Vec::new()) };
    let mut heights: Vec<f64> = edges().filter_map(|(link, edge)| height(link, edge, at)).collect();
    heights.sort_unstable_by(f64::total_cmp);
    let own = height(link, edge, at).unwrap_or(0.0);
    let (place, _) =
        vertical(&heights, own, |_| words::from_to(&source(graph, link, edge), &target(graph, link, edge)).into());
    let line = graph.ends(link, edge).map(|[(x0, y0), (x1, y1)]| [x0, y0, x1, y1]);
    (Some(place), of_edge(graph, link, edge), line.into_iter().collect())
}

fn source(graph: &Graph, link: &GraphLink, edge: usize) -> String {
    name(graph, link.from, edge % link.incoming.len())
}

fn target(graph: &Graph, link: &GraphLink, edge: usize) -> String {
    name(graph, link.to, edge / link.incoming.len())
}

fn name(graph: &Graph, [column, first]: [u32; 2], k: usize) -> String {
    let unit = graph.columns.get(column as usize).and_then(|column| column.units.get(first as usize + k));
    unit.map_or_else(String::new, |unit| unit.name.clone())
}

/// The weight, its gradient, and the chain of factors whose product that is.
fn of_edge(graph: &Graph, link: &GraphLink, edge: usize) -> Vec<Value> {
    let [weight, gradient, update, product] =
        [&link.weight, &link.gradient, &link.update, &link.product].map(|values| f64::from(values[edge]));
    let mut values = vec![said(words::weight(), weight), said("∂L/∂w", gradient)];
    if !update.is_nan() {
        values.push(said(words::update(), update));
    }
    if product.is_nan() {
        return values;
    }
    if graph.through_time {
        values.push(said(words::at_this_step(), product));
    }
    let chain = chain(graph, link, edge);
    let Some((first, rest)) = chain.split_first() else { return values };
    values.push(said(format!("= {}", first.0), first.1));
    let layers = rest.len().saturating_sub(3);
    if layers <= FACTORS {
        values.extend(rest.iter().map(|(name, number)| said(format!("× {name}"), *number)));
    } else {
        values.extend(rest[..2].iter().map(|(name, number)| said(format!("× {name}"), *number)));
        let factors = &rest[2..rest.len() - 1];
        let each: Vec<String> = factors.iter().map(|(_, factor)| value(*factor)).collect();
        let ends = format!("{} · {} · … · {}", each[0], each[1], each[each.len() - 1]);
        let product = value(factors.iter().map(|(_, factor)| factor).product());
        let name =
            if graph.through_time { words::factors_of_steps(&layers) } else { words::factors_of_layers(&layers) };
        values.push(Value { name: format!("× {name}"), value: format!("{product} ({ends})") });
        values.extend(rest.last().map(|(name, number)| said(format!("× {name}"), *number)));
    }
    let other = gradient - product;
    if !graph.through_time && other.abs() > 0.01 * gradient.abs() {
        values.push(said(words::others(), other));
    }
    values
}

/// The factors of which a weight's gradient is the product, from the weight to the loss: what comes in, its agreement
/// with the backward signal, the target's share of that signal, one factor for each later layer or time step, and the
/// signal where it begins.
pub fn chain(graph: &Graph, link: &GraphLink, edge: usize) -> Vec<(String, f64)> {
    let (target, source) = (edge / link.incoming.len(), edge % link.incoming.len());
    let to = link.to[0] as usize;
    let known: Vec<usize> = (to..graph.columns.len()).filter(|k| !graph.columns[*k].signal.is_nan()).collect();
    let Some(last) = known.last().copied() else { return Vec::new() };
    let whole = graph.columns[to].signal;
    let share = if link.signal[target] == 0.0 { 0.0 } else { link.signal[target] / whole };
    let mut chain = vec![
        (words::incoming().into(), link.incoming[source]),
        (words::agreement().into(), graph.agreement(link, edge)),
        (words::unit_share().into(), share),
    ];
    for k in to..last {
        let column = &graph.columns[k];
        chain.push((words::factor_at(&graph.columns[k + 1].name).into(), column.factor.unwrap_or(f64::NAN)));
    }
    chain.push((words::first_signal().into(), graph.columns[last].signal));
    chain
}

/// A table of the columns, and one of the weights.
pub fn tables(graph: &Graph, most: usize) -> Vec<Table> {
    let text = |words: crate::texts::Text| words.into_owned();
    let count = |column: &GraphColumn, state: UnitState| {
        column.units.iter().filter(|unit| unit.state == state).map(|unit| unit.stands_for).sum::<u32>().to_string()
    };
    let known = |number: f64| if number.is_nan() { String::new() } else { value(number) };
    let columns = thinned(graph.columns.len(), most).map(|k| {
        let column = &graph.columns[k];
        vec![
            column.name.clone(),
            column.count.to_string(),
            count(column, UnitState::Dead),
            count(column, UnitState::Saturated),
            known(column.factor.unwrap_or(f64::NAN)),
            known(column.signal),
        ]
    });
    let layers = Table {
        name: text(words::columns()),
        head: vec![
            text(words::column()),
            text(words::units()),
            text(words::dead()),
            text(words::saturated()),
            text(words::factor()),
            text(words::signal()),
        ],
        rows: columns.collect(),
        all: graph.columns.len(),
    };
    let edges: Vec<(&GraphLink, usize)> =
        graph.links.iter().flat_map(|link| (0..link.weight.len()).map(move |edge| (link, edge))).collect();
    let rows = thinned(edges.len(), most).map(|k| {
        let (link, edge) = edges[k];
        let (target, source_unit) = (edge / link.incoming.len(), edge % link.incoming.len());
        vec![
            link.name.clone(),
            source(graph, link, edge),
            self::target(graph, link, edge),
            value(link.weight[edge].into()),
            value(link.gradient[edge].into()),
            known(link.update[edge].into()),
            known(link.incoming[source_unit]),
            known(graph.agreement(link, edge)),
            known(link.signal[target]),
        ]
    });
    let weights = Table {
        name: text(words::connections()),
        head: vec![
            text(words::layer()),
            text(words::from()),
            text(words::to()),
            text(words::weight()),
            "∂L/∂w".into(),
            text(words::update()),
            text(words::incoming()),
            text(words::agreement()),
            text(words::unit_signal()),
        ],
        rows: rows.collect(),
        all: edges.len(),
    };
    [layers, weights].into_iter().filter(|table| table.all > 0).collect()
}
