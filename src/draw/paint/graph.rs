//! A network: connections first, strong ones over weak ones, then the units with their maps, then the rows of text.
//!
//! Everything of one look is one path, and a column's units are one picture: a network has thousands of connections,
//! and a call to the browser for each would take most of a frame.

mod edges;
mod shades;
mod units;

use plotters::style::text_anchor::{HPos, VPos};

use super::pen::{Ink, Painted, Pen, Px, SMALL};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Graph, GraphColumn, GraphRow, Side};

/// Height of a row of text below the columns.
pub const ROW: f64 = 17.0;
/// Largest side of a unit, in CSS pixels.
const LARGEST: f64 = 34.0;
/// Side of a unit as a share of the distance between columns, at most.
const WIDEST: f64 = 0.5;
/// Gap between texts of one row.
const GAP: f64 = 5.0;

/// Width of the labels of the rows.
pub fn margin<DB: Canvas>(pen: &Pen<DB>, graph: &Graph) -> f64 {
    let beside = graph.rows.iter().filter(|row| !row.texts.is_empty());
    beside.map(|row| pen.width(&row.label, SMALL)).fold(0.0, f64::max) + 8.0
}

/// Where the units are, in CSS pixels.
struct Places<'a> {
    plot: &'a Plot,
    /// Distance between units.
    pitch: f64,
    /// Side of a unit.
    side: f64,
    /// Cells of a unit's picture, and of the gap to the next one.
    cells: (usize, usize),
}

impl<'a> Places<'a> {
    fn of(plot: &'a Plot, graph: &Graph) -> Self {
        let pitch = plot.up(Side::Left, 0.0) - plot.up(Side::Left, 1.0);
        let apart = plot.across(1.0) - plot.across(0.0);
        let cells = graph.columns.iter().flat_map(|column| &column.units).map(|unit| unit.map.len()).max();
        let cells = (cells.unwrap_or(0) as f64).sqrt().max(4.0) as usize;
        let most = (WIDEST * apart).clamp(2.0, LARGEST);
        // The gap is a whole number of cells, so that a picture holds a whole column.
        let gap = (cells as f64 * (pitch / most - 1.0)).ceil().max((0.22 * cells as f64).ceil());
        Self { plot, pitch, side: pitch * cells as f64 / (cells as f64 + gap), cells: (cells, gap as usize) }
    }

    fn at(&self, x: f64, y: f64) -> Px {
        self.plot.at(Side::Left, x, y)
    }

    /// Half of a column's width.
    fn half(&self, column: &GraphColumn) -> f64 {
        if column.folded { (self.plot.across(column.half) - self.plot.across(0.0)).max(0.5) } else { self.side / 2.0 }
    }
}

/// Draws the network over the plot, and its rows of text below.
pub fn draw<DB: Canvas>(pen: &Pen<DB>, plot: &Plot, graph: &Graph) -> Painted<DB> {
    let places = Places::of(plot, graph);
    if !(places.pitch.is_finite() && places.pitch > 0.0 && places.side > 0.0) {
        return Ok(());
    }
    edges::draw(pen, &places, graph)?;
    surroundings(pen, &places, graph)?;
    units::draw(pen, &places, graph)?;
    let bottom = plot.bounds.bottom();
    let room = f64::from(pen.area.dim_in_pixel().1) / pen.scale - bottom;
    if room < graph.rows.len() as f64 * ROW {
        return Ok(());
    }
    for (k, row) in graph.rows.iter().enumerate() {
        texts(pen, &places, graph, (k, row), bottom + (k as f64 + 0.5) * ROW)?;
    }
    Ok(())
}

/// A row of text: as many as fit side by side, from both ends.
fn texts<DB: Canvas>(
    pen: &Pen<DB>,
    places: &Places,
    graph: &Graph,
    (k, row): (usize, &GraphRow),
    y: f64,
) -> Painted<DB> {
    let rgb = if k == 0 { pen.theme.muted } else { pen.theme.text };
    if row.texts.is_empty() && pen.width(&row.label, SMALL) > f64::from(pen.area.dim_in_pixel().0) / pen.scale {
        return Ok(());
    }
    pen.styled(&row.label, (0.0, y), pen.font(SMALL, pen.theme.muted), (HPos::Left, VPos::Center))?;
    let b = places.plot.bounds;
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let count = row.texts.len();
    // The last and the first one are sure to be there.
    let order = (0..count).map(|k| if k == 0 { count - 1 } else { k - 1 });
    for (x, text) in order.map(|k| &row.texts[k]).filter(|(x, _)| graph.is_lit(*x)) {
        let half = pen.width(text, SMALL) / 2.0;
        let centre = places.plot.across(*x).min(b.right() - half).max(b.left + half);
        let (from, to) = (centre - half - GAP / 2.0, centre + half + GAP / 2.0);
        if taken.iter().all(|(left, right)| to <= *left || from >= *right) {
            pen.styled(text, (centre, y), pen.font(SMALL, rgb), (HPos::Center, VPos::Center))?;
            taken.push((from, to));
        }
    }
    Ok(())
}

/// Residual connections, normalisations, dropout, and what enters from below.
fn surroundings<DB: Canvas>(pen: &Pen<DB>, places: &Places, graph: &Graph) -> Painted<DB> {
    let ends = |column: &GraphColumn| {
        let y = |of: fn(f64, f64) -> f64, from| column.units.iter().fold(from, |y, unit| of(y, unit.y));
        let (low, high) = (y(f64::min, f64::INFINITY), y(f64::max, f64::NEG_INFINITY));
        (places.at(column.x, low).1 + places.side / 2.0, places.at(column.x, high).1 - places.side / 2.0)
    };
    let skips: Vec<Vec<Px>> = graph
        .skips
        .iter()
        .filter_map(|[from, to]| {
            let (from, to) = (graph.columns.get(*from as usize)?, graph.columns.get(*to as usize)?);
            let (a, b) = (places.plot.across(from.x) + 3.0, places.plot.across(to.x) - 3.0);
            let (from, to) = (ends(from).1 - 2.0, ends(to).1 - 2.0);
            let top = from.min(to) - 7.0;
            Some(vec![(a, from), (a + 2.0, top), (b - 2.0, top), (b, to), (b - 3.5, to - 4.0)])
        })
        .collect();
    pen.strokes(&skips, Dash::Solid, Ink::of(pen.theme.series[2], 1.5))?;
    let beside = |wanted: fn(&GraphColumn) -> bool, shift: f64| -> Vec<Vec<Px>> {
        let bar = |column: &GraphColumn| {
            let (x, (bottom, top)) = (places.plot.across(column.x) + shift, ends(column));
            vec![(x, bottom), (x, top)]
        };
        graph.columns.iter().filter(|column| wanted(column) && !column.folded).map(bar).collect()
    };
    let shift = places.side / 2.0 + 4.0;
    pen.strokes(&beside(|column| column.normalised, -shift), Dash::Solid, Ink::of(pen.theme.series[3], 3.0))?;
    pen.strokes(&beside(|column| column.dropout, shift), Dash::Dotted, Ink::of(pen.theme.series[7], 2.0))?;
    for column in graph.columns.iter().filter(|column| !column.entering.is_empty()) {
        units::entering(pen, places, column, ends(column).0, graph.is_lit(column.x))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
