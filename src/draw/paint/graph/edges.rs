//! Connections: stronger ones are darker and wider, and negative ones are dashed.

use super::Places;
use super::shades::{FIRST, SECOND, mix};
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Edges, Graph, GraphColumn, GraphUnit};
use crate::draw::paint::pen::{Ink, Painted, Pen, Px};
use std::collections::BTreeMap;

/// Degrees of strength.
const LEVELS: usize = 5;
/// With more connections than this, lines are thinner.
const MANY: usize = 700;
/// With less distance between units, in CSS pixels, lines are thinner, too.
const CLOSE: f64 = 20.0;

/// A look that many connections share. They are drawn in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// Outside what is lit.
    Faint,
    /// Of no size.
    Zero,
    /// From or to a unit that stands for several.
    Folded(usize),
    /// By strength and sign.
    Level(usize, bool),
    /// Not finite.
    Alarm,
}

/// Draws all connections.
pub fn draw<DB: Canvas>(pen: &Pen<DB>, places: &Places, graph: &Graph) -> Painted<DB> {
    let mut lines: BTreeMap<Look, Vec<[Px; 2]>> = BTreeMap::new();
    let levels = levels(graph);
    for link in &graph.links {
        let column = |k: u32| graph.columns.get(k as usize);
        let (Some(from), Some(to)) = (column(link.from[0]), column(link.to[0])) else { continue };
        let is_lit = graph.is_lit(from.x) && graph.is_lit(to.x);
        let (left, right) = (places.half(from), places.half(to));
        let units = |column: &GraphColumn, first: u32, count: usize, shift: f64| -> Vec<(Px, bool)> {
            let place = |unit: &GraphUnit| {
                let (x, y) = places.at(column.x, unit.y);
                ((x + shift, y), unit.stands_for > 1)
            };
            column.units.iter().skip(first as usize).take(count).map(place).collect()
        };
        let sources = units(from, link.from[1], link.incoming.len(), left);
        let targets = units(to, link.to[1], link.signal.len(), -right);
        let mut edge = 0;
        for (target, folds) in &targets {
            for (source, also) in &sources {
                let look = match is_lit {
                    true => look(&levels, graph.value(link, edge), *folds || *also),
                    false => Look::Faint,
                };
                lines.entry(look).or_default().push([*source, *target]);
                edge += 1;
            }
        }
    }
    let count: usize = lines.values().map(Vec::len).sum();
    // Where units are close together, so are their connections.
    let thin = (places.pitch / CLOSE).clamp(0.4, 1.0) * if count > MANY { 0.8 } else { 1.0 };
    for (look, lines) in &lines {
        let (dash, ink) = drawn(pen, graph.edges, *look);
        pen.segments(lines, dash, Ink { width: (ink.width * thin).max(0.5), ..ink })?;
    }
    Ok(())
}

/// The sizes at which the levels begin, but the first. Comparing is faster than a logarithm for each connection.
fn levels(graph: &Graph) -> [f64; LEVELS - 1] {
    let [low, high] = graph.range;
    std::array::from_fn(|k| {
        let share = (k + 1) as f64 / LEVELS as f64;
        match graph.edges {
            // Squares let small weights be seen beside large ones.
            Edges::Weight => high * share * share,
            Edges::Gradient | Edges::Update => low * libm::pow(high / low, share),
        }
    })
}

fn look(levels: &[f64; LEVELS - 1], value: f64, folded: bool) -> Look {
    let size = value.abs();
    if !size.is_finite() {
        return Look::Alarm;
    }
    let level = levels.iter().filter(|level| size >= **level).count();
    match value {
        0.0 => Look::Zero,
        _ if folded => Look::Folded(level),
        _ => Look::Level(level, value > 0.0),
    }
}

fn drawn<DB: Canvas>(pen: &Pen<DB>, edges: Edges, look: Look) -> (Dash, Ink) {
    let theme = pen.theme;
    let share = |level: usize| (level as f64 + 0.5) / LEVELS as f64;
    let width = |level: usize| 0.7 + 2.6 * share(level) * share(level);
    match look {
        Look::Faint => (Dash::Solid, Ink::of(theme.grid, 0.8)),
        Look::Zero => (Dash::Dotted, Ink::of(mix(theme.grid, theme.quiet, 0.3), 0.8)),
        Look::Folded(level) => (Dash::Solid, Ink::of(mix(theme.grid, theme.quiet, share(level)), width(level))),
        Look::Level(level, _) if edges == Edges::Gradient => {
            (Dash::Solid, Ink::of(mix(theme.grid, theme.text, share(level) * 1.1), width(level)))
        }
        Look::Level(level, true) => {
            let end = theme.series[usize::from(FIRST)];
            (Dash::Solid, Ink::of(mix(theme.grid, end, share(level) * 1.1), width(level)))
        }
        Look::Level(level, false) => {
            let end = theme.series[usize::from(SECOND)];
            (Dash::Dashed, Ink::of(mix(theme.grid, end, share(level) * 1.1), width(level)))
        }
        Look::Alarm => (Dash::Solid, Ink::of(theme.alarm, 1.2)),
    }
}
