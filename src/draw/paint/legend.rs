//! The legend: rows above the plot. Each name comes with its dash, marker or fill, so that colour is never the only
//! clue.

use plotters::style::text_anchor::{HPos, VPos};

use super::pen::{Bounds, Ink, Painted, Pen, Px, SMALL};
use super::points::marker;
use crate::draw::backend::{Canvas, Picture};
use crate::draw::figure::{Dash, Figure, Mark, Series};
use crate::draw::viridis::viridis;

/// Width of a swatch, and the gap between it and its name.
const SWATCH: f64 = 20.0;
const GAP: f64 = 6.0;
/// Gap between entries.
const ENTRY_GAP: f64 = 16.0;
/// Height of a row.
pub const ROW: f64 = 18.0;

/// A series, and the unnamed markers on its line if it has any.
type Swatch<'a> = (&'a Series, Option<&'a Series>);

/// Entries with their positions, in CSS pixels from the upper left corner of the legend.
#[derive(Default)]
pub struct Legend<'a> {
    entries: Vec<(Option<Swatch<'a>>, String, Px)>,
    /// Width of the longest row.
    pub width: f64,
    /// Number of rows.
    pub rows: usize,
}

impl<'a> Legend<'a> {
    /// The named series of a figure in rows of at most `room` CSS pixels. Those beyond `most_rows` are only counted.
    pub fn new<DB: Canvas>(pen: &Pen<DB>, figure: &'a Figure, room: f64, most_rows: usize) -> Self {
        let named: Vec<Swatch> = (0..figure.series.len())
            .map(|k| {
                (&figure.series[k], figure.series.get(k + 1).filter(|next| is_markers_of(next, &figure.series[k])))
            })
            .filter(|(series, _)| !series.name.is_empty())
            .collect();
        let mut legend = Self::default();
        let (mut x, mut row) = (0.0, 0);
        for (k, both) in named.iter().enumerate() {
            let name = pen.fitted(&both.0.name, SMALL, room - SWATCH - GAP);
            let width = SWATCH + GAP + pen.width(&name, SMALL);
            if x > 0.0 && x + width > room {
                if row + 1 >= most_rows {
                    legend.count_rest(pen, named.len() - k, (x, row as f64 * ROW), room);
                    break;
                }
                (x, row) = (0.0, row + 1);
            }
            legend.entries.push((Some(*both), name, (x, row as f64 * ROW)));
            legend.width = legend.width.max(x + width);
            legend.rows = row + 1;
            x += width + ENTRY_GAP;
        }
        legend
    }

    /// Says how many entries did not fit: after the last one that did, or in its place.
    fn count_rest<DB: Canvas>(&mut self, pen: &Pen<DB>, rest: usize, (x, y): Px, room: f64) {
        let fits = |text: &str| x + pen.width(text, SMALL) <= room;
        let more = format!("+{rest}");
        let (text, at) = match self.entries.last() {
            Some(last) if !fits(&more) => (format!("+{}", rest + 1), last.2),
            _ => (more, (x, y)),
        };
        if at != (x, y) {
            self.entries.pop();
        }
        self.width = self.width.max(at.0 + pen.width(&text, SMALL));
        self.entries.push((None, text, at));
    }

    /// Draws the legend with its upper left corner at the given point.
    pub fn draw<DB: Canvas>(&self, pen: &Pen<DB>, (left, top): Px) -> Painted<DB> {
        for (series, name, (x, y)) in &self.entries {
            let (x, middle) = (left + x, top + y + ROW / 2.0);
            let indent = if series.is_some() { SWATCH + GAP } else { 0.0 };
            if let Some((series, marker)) = series {
                swatch(pen, series, x, middle)?;
                if let Some(marker) = marker {
                    swatch(pen, marker, x, middle)?;
                }
            }
            pen.text(name, (x + indent, middle), SMALL, (HPos::Left, VPos::Center))?;
        }
        Ok(())
    }
}

/// Whether `next` holds the markers on the line `series`.
fn is_markers_of(next: &Series, series: &Series) -> bool {
    let (line, points) = (matches!(series.mark, Mark::Line { .. }), matches!(next.mark, Mark::Points { .. }));
    line && points && next.name.is_empty() && next.ink == series.ink
}

fn swatch<DB: Canvas>(pen: &Pen<DB>, series: &Series, x: f64, middle: f64) -> Painted<DB> {
    let rgb = pen.theme.ink(series.ink);
    let square =
        |side: f64| Bounds { left: x + (SWATCH - side) / 2.0, top: middle - side / 2.0, width: side, height: side };
    let level = vec![(x, middle), (x + SWATCH, middle)];
    match &series.mark {
        Mark::Line { dash, width, .. } => pen.strokes(&[level], *dash, Ink::of(rgb, f64::from(width.clamp(1.5, 3.0)))),
        Mark::Rule { dash, .. } => pen.strokes(&[level], *dash, Ink::of(rgb, 1.5)),
        Mark::Contours { .. } => pen.strokes(&[level], Dash::Solid, Ink::of(rgb, 1.0)),
        Mark::Cursor { .. } => {
            let upright = vec![(x + SWATCH / 2.0, middle - 6.0), (x + SWATCH / 2.0, middle + 6.0)];
            pen.strokes(&[upright], Dash::Solid, Ink::of(rgb, 1.5))
        }
        Mark::Bars { filled, .. } => pen.rectangle(square(11.0), Ink::of(rgb, 1.5), *filled),
        Mark::Points { shape, radius, .. } => {
            marker(pen, (x + SWATCH / 2.0, middle), *shape, f64::from(radius.clamp(2.0, 5.0)), Ink::of(rgb, 1.5))
        }
        Mark::Dots { shape, radius, .. } => {
            marker(pen, (x + SWATCH / 2.0, middle), *shape, f64::from(radius.clamp(2.0, 5.0)), Ink::of(rgb, 1.5))
        }
        Mark::Band { .. } | Mark::Regions { .. } => {
            pen.rectangle(square(11.0), Ink { alpha: 0.4, ..Ink::of(rgb, 1.5) }, true)
        }
        Mark::Network(_) => Ok(()),
        Mark::Raster { .. } => {
            let rgba = (0..16).flat_map(|k| viridis(k as f32 / 15.0).into_iter().chain([255])).collect();
            let place = Bounds { left: x, width: SWATCH, ..square(10.0) };
            pen.picture(&Picture { width: 16, height: 1, rgba }, place, place)
        }
    }
}
