//! Units: a square with its map or its mean output; marked if it is dead or saturated.

use plotters::style::text_anchor::{HPos, VPos};

use super::Places;
use super::shades::{diverging, scale};
use crate::draw::backend::{Canvas, Picture};
use crate::draw::figure::{Dash, Graph, GraphColumn, GraphUnit, UnitState};
use crate::draw::paint::pen::{Bounds, Ink, Painted, Pen, Px, SMALL};
use crate::draw::theme::Rgb;

/// Draws all units.
pub fn draw<DB: Canvas>(pen: &Pen<DB>, places: &Places, graph: &Graph) -> Painted<DB> {
    let shades = scale(pen.theme);
    for column in graph.columns.iter().filter(|column| !column.folded && graph.is_lit(column.x)) {
        pictures(pen, places, &[column], &shades)?;
    }
    let folded: Vec<&GraphColumn> =
        graph.columns.iter().filter(|column| column.folded && graph.is_lit(column.x)).collect();
    pictures(pen, places, &folded, &shades)?;
    strip(pen, places, graph)?;
    let squares = |wanted: &dyn Fn(&GraphColumn, &GraphUnit) -> bool, out: f64| -> Vec<Vec<Px>> {
        let columns = graph.columns.iter().filter(|column| !column.folded);
        let units = columns.flat_map(|column| column.units.iter().map(move |unit| (column, unit)));
        units
            .filter(|(column, unit)| wanted(column, unit))
            .map(|(column, unit)| {
                let ((x, y), r) = (places.at(column.x, unit.y), places.side / 2.0 + out);
                vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r), (x - r, y - r), (x + r, y - r)]
            })
            .collect()
    };
    let theme = pen.theme;
    let lit = |column: &GraphColumn| graph.is_lit(column.x);
    pen.strokes(&squares(&|column, _| !lit(column), 0.0), Dash::Solid, Ink::of(theme.grid, 1.0))?;
    pen.strokes(
        &squares(&|column, unit| lit(column) && unit.stands_for == 1, 0.0),
        Dash::Solid,
        Ink::of(theme.quiet, 1.0),
    )?;
    pen.strokes(
        &squares(&|column, unit| lit(column) && unit.stands_for > 1, 0.0),
        Dash::Dotted,
        Ink::of(theme.text, 1.0),
    )?;
    let is = |state: UnitState| move |column: &GraphColumn, unit: &GraphUnit| lit(column) && unit.state == state;
    pen.strokes(&squares(&is(UnitState::Saturated), 0.5), Dash::Solid, Ink::of(theme.series[1], 2.5))?;
    let crosses: Vec<Vec<Px>> = squares(&is(UnitState::Dead), -1.0)
        .into_iter()
        .flat_map(|corners| [vec![corners[0], corners[2]], vec![corners[1], corners[3]]])
        .collect();
    pen.strokes(&crosses, Dash::Solid, Ink::of(theme.background, 3.5))?;
    pen.strokes(&crosses, Dash::Solid, Ink::of(theme.alarm, 2.0))?;
    labels(pen, places, graph)
}

/// The units of a column, or of the folded columns, as one picture: each call to the browser takes its time.
fn pictures<DB: Canvas>(pen: &Pen<DB>, places: &Places, columns: &[&GraphColumn], shades: &[Rgb; 255]) -> Painted<DB> {
    let y = || columns.iter().flat_map(|column| column.units.iter().map(|unit| unit.y));
    let (Some(highest), Some(lowest)) = (y().max_by(f64::total_cmp), y().min_by(f64::total_cmp)) else {
        return Ok(());
    };
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Ok(()) };
    let (cells, gap) = places.cells;
    let slots = (highest - lowest).round() as usize;
    if slots > 4096 {
        return Ok(());
    }
    // In a strip a column is one cell wide.
    let across = if first.folded { 1 } else { cells };
    let width = across * columns.len();
    let height = slots * (cells + gap) + cells;
    let mut rgba = vec![0; width * height * 4];
    for (k, column) in columns.iter().enumerate() {
        for unit in &column.units {
            let top = (highest - unit.y).round() as usize * (cells + gap);
            let flat = diverging(pen.theme, f64::from(unit.value).clamp(-1.0, 1.0));
            for row in 0..cells {
                for cell in 0..across {
                    // The bottom row of a map comes first.
                    let own = if first.folded { None } else { unit.map.get((cells - 1 - row) * cells + cell) };
                    let [r, g, b] = own.map_or(flat, |own| shades[(i16::from(*own) + 127).clamp(0, 254) as usize]);
                    rgba[((top + row) * width + k * across + cell) * 4..][..4].copy_from_slice(&[r, g, b, 255]);
                }
            }
        }
    }
    let ((left, top), (right, _)) = (places.at(first.x, highest), places.at(last.x, highest));
    let (left, right) = (left - places.half(first), right + places.half(last));
    let tall = height as f64 * places.side / cells as f64;
    let place = Bounds { left, top: top - places.side / 2.0, width: right - left, height: tall };
    pen.picture(&Picture { width, height, rgba }, place, place)
}

/// The frame of the folded columns.
fn strip<DB: Canvas>(pen: &Pen<DB>, places: &Places, graph: &Graph) -> Painted<DB> {
    let folded = || graph.columns.iter().filter(|column| column.folded);
    let (Some(first), Some(last)) = (folded().next(), folded().next_back()) else { return Ok(()) };
    let y = folded().flat_map(|column| column.units.iter().map(|unit| unit.y));
    let (low, high) = y.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
    let ((left, top), (right, bottom)) = (places.at(first.x, high), places.at(last.x, low));
    let (left, right) = (left - places.half(first) - 3.0, right + places.half(last) + 3.0);
    let (top, bottom) = (top - places.side / 2.0 - 3.0, bottom + places.side / 2.0 + 3.0);
    let frame = vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)];
    pen.strokes(&[frame], Dash::Solid, Ink::of(pen.theme.quiet, 1.0))
}

/// Names beside units, and how many one stands for.
fn labels<DB: Canvas>(pen: &Pen<DB>, places: &Places, graph: &Graph) -> Painted<DB> {
    let last = graph.columns.len().saturating_sub(1);
    let style = || pen.font(SMALL, pen.theme.text);
    for (k, column) in graph.columns.iter().enumerate().filter(|(_, column)| graph.is_lit(column.x)) {
        for unit in &column.units {
            let (x, y) = places.at(column.x, unit.y);
            let beside = places.side / 2.0 + 5.0;
            if !unit.label.is_empty() && places.pitch >= SMALL && k == last {
                pen.styled(&unit.label, (x + beside, y), style(), (HPos::Left, VPos::Center))?;
            } else if !unit.label.is_empty() && places.pitch >= SMALL {
                pen.styled(&unit.label, (x - beside, y), style(), (HPos::Right, VPos::Center))?;
            }
            if unit.stands_for > 1 && !column.folded {
                let text = format!("+{}", unit.stands_for);
                pen.styled(
                    &text,
                    (x, y + places.side / 2.0 + 2.0),
                    pen.font(SMALL - 1.0, pen.theme.text),
                    (HPos::Center, VPos::Top),
                )?;
            }
        }
    }
    Ok(())
}

/// What enters a column from below: a square for each value, and a line up to the units.
pub fn entering<DB: Canvas>(
    pen: &Pen<DB>,
    places: &Places,
    column: &GraphColumn,
    below: f64,
    is_lit: bool,
) -> Painted<DB> {
    if column.folded {
        return Ok(());
    }
    let (x, count) = (places.plot.across(column.x), column.entering.len());
    let side = (places.side * 0.6).clamp(4.0, 14.0);
    let top = below + side * 0.9;
    let ink = Ink::of(if is_lit { pen.theme.quiet } else { pen.theme.grid }, 1.2);
    pen.strokes(&[vec![(x, top), (x, below + 1.0)]], Dash::Solid, ink)?;
    for (k, value) in column.entering.iter().enumerate() {
        let left = x + (k as f64 - count as f64 / 2.0) * side;
        let square = Bounds { left, top, width: side, height: side };
        let fill = diverging(pen.theme, f64::from(*value).clamp(-1.0, 1.0));
        pen.rectangle(square, Ink::of(if is_lit { fill } else { pen.theme.background }, 1.0), true)?;
        pen.rectangle(square, ink, false)?;
    }
    Ok(())
}
