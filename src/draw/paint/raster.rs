//! Coloured grids (heat maps, filled contours) and their colour key.

use plotters::style::text_anchor::{HPos, VPos};

use super::pen::{Bounds, Ink, Painted, Pen, SMALL};
use super::plot::Plot;
use crate::draw::backend::{Canvas, Picture};
use crate::draw::figure::{Dash, Mark, Scale, Side, Tick};
use crate::draw::ticks::{number, power_of_ten, ticks};
use crate::draw::viridis::viridis;

/// The colour key beside a plot.
#[derive(Clone, Debug)]
pub struct Key {
    /// What is measured.
    pub title: String,
    /// Values at the two ends, in the units of the raster.
    pub range: [f64; 2],
    log10: bool,
}

impl Key {
    /// The key to `mark`; `None` if it is not a raster.
    pub fn to(mark: &Mark) -> Option<Self> {
        let Mark::Raster { values, range, label, log10, .. } = mark else { return None };
        Some(Self { title: label.clone(), range: safe_range(values, *range), log10: *log10 })
    }

    /// Tick labels for a key of `height` CSS pixels: both ends, and round numbers between them.
    pub fn ticks(&self, height: f64) -> Vec<Tick> {
        let [low, high] = self.range;
        let label = |at: f64| if self.log10 { power_of_ten(at) } else { number(at, 3) };
        let px = |at: f64| (at - low) / (high - low) * height;
        let most = (height / 40.0).clamp(1.0, 8.0) as usize;
        let mut between = ticks(Scale::Linear, low, high, most);
        if self.log10 {
            between.retain(|t| (t.at - t.at.round()).abs() < 1e-6);
            between.iter_mut().for_each(|t| t.label = power_of_ten(t.at));
        }
        between.retain(|t| px(t.at) > SMALL * 1.4 && px(t.at) < height - SMALL * 1.4);
        let end = |at: f64| Tick { at, label: label(at) };
        [end(low)].into_iter().chain(between).chain([end(high)]).collect()
    }

    /// Draws the key as a bar in `b`, with labels on its right.
    pub fn draw<DB: Canvas>(&self, pen: &Pen<DB>, b: Bounds) -> Painted<DB> {
        let shades = 128;
        let rgba = (0..shades).flat_map(|k| opaque(viridis(1.0 - k as f32 / (shades - 1) as f32))).collect();
        pen.picture(&Picture { width: 1, height: shades, rgba }, b, b)?;
        let [low, high] = self.range;
        for tick in self.ticks(b.height) {
            let y = b.bottom() - (tick.at - low) / (high - low) * b.height;
            let mark = vec![(b.right(), y), (b.right() + 3.0, y)];
            pen.strokes(&[mark], Dash::Solid, Ink::of(pen.theme.quiet, 1.0))?;
            let style = pen.font(SMALL, pen.theme.muted);
            pen.styled(&tick.label, (b.right() + 6.0, y), style, (HPos::Left, VPos::Center))?;
        }
        Ok(())
    }
}

/// A grid of cells, each with a value; bottom row first.
pub struct Cells<'a> {
    /// Cells from left to right.
    pub columns: u32,
    /// Cells from bottom to top.
    pub rows: u32,
    /// The values; if there are too few, the remaining cells stay empty.
    pub values: &'a [f32],
    /// Values at the two ends of the palette.
    pub range: [f32; 2],
}

/// Draws `cells` with their outer edges at the ends of `x` and `y`.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    cells: &Cells,
    (x, y): ([f64; 2], [f64; 2]),
) -> Painted<DB> {
    let (left, right) = (plot.across(x[0]), plot.across(x[1]));
    let (bottom, top) = (plot.up(side, y[0]), plot.up(side, y[1]));
    let seen = [left, right, bottom, top].iter().all(|v| v.abs() < 1e6) && left < right && top < bottom;
    // Two cells per CSS pixel in each direction are all that the sharpest screen can show.
    let most = |length: f64| ((length * 2.0) as usize).clamp(1, 4096);
    let Some(picture) = picture(cells, most(right - left), most(bottom - top)).filter(|_| seen) else {
        return Ok(());
    };
    let place = Bounds { left, top, width: right - left, height: bottom - top };
    pen.picture(&picture, place, plot.bounds)
}

/// The cells as a picture with a limited number of columns and rows.
fn picture(cells: &Cells, most_columns: usize, most_rows: usize) -> Option<Picture> {
    let (columns, rows) = (cells.columns as usize, cells.rows as usize);
    if columns == 0 || rows == 0 || cells.values.is_empty() {
        return None;
    }
    let (width, height) = (columns.min(most_columns), rows.min(most_rows));
    let [low, high] = safe_range(cells.values, cells.range);
    let shades: Vec<[u8; 4]> = (0..256).map(|k| opaque(viridis(k as f32 / 255.0))).collect();
    let mut rgba = vec![0; width * height * 4];
    for (from_top, line) in rgba.chunks_exact_mut(width * 4).enumerate() {
        let row = middle(height - 1 - from_top, height, rows);
        for (column, pixel) in line.chunks_exact_mut(4).enumerate() {
            let index = row.checked_mul(columns).map(|start| start + middle(column, width, columns));
            let value = index.and_then(|i| cells.values.get(i)).copied().unwrap_or(f32::NAN);
            if value.is_finite() {
                let t = ((f64::from(value) - low) / (high - low)).clamp(0.0, 1.0);
                pixel.copy_from_slice(&shades[(t * 255.0).round() as usize]);
            }
        }
    }
    Some(Picture { width, height, rgba })
}

/// The cell that contains the middle of the k-th of `n` equal parts.
fn middle(k: usize, n: usize, cells: usize) -> usize {
    if n == cells { k } else { ((k as f64 + 0.5) / n as f64 * cells as f64) as usize }
}

fn opaque([r, g, b]: [u8; 3]) -> [u8; 4] {
    [r, g, b, 255]
}

/// The range of a palette, in order and not empty; non-finite ends are replaced from the values.
fn safe_range(values: &[f32], range: [f32; 2]) -> [f64; 2] {
    let mut range = range;
    if !range.iter().all(|v| v.is_finite()) {
        let finite = values.iter().copied().filter(|v| v.is_finite());
        let [low, high] = finite.fold([f32::INFINITY, f32::NEG_INFINITY], |[a, b], v| [a.min(v), b.max(v)]);
        range = [if range[0].is_finite() { range[0] } else { low }, if range[1].is_finite() { range[1] } else { high }];
    }
    let [low, high] = range.map(f64::from);
    match (low.min(high), low.max(high)) {
        (low, high) if !low.is_finite() || !high.is_finite() => [0.0, 1.0],
        (low, high) if high - low <= low.abs().max(high.abs()) * 1e-7 => {
            let half = (low.abs() * 0.05).max(0.5);
            [low - half, high + half]
        }
        (low, high) => [low, high],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_the_picture_is_the_last_row() {
        let cells = Cells { columns: 1, rows: 3, values: &[0.0, f32::NAN, 1.0], range: [0.0, 1.0] };
        let picture = picture(&cells, 100, 100).unwrap();
        assert_eq!(picture.rgba[..4], opaque(viridis(1.0)));
        assert_eq!(picture.rgba[4..8], [0; 4]);
        assert_eq!(picture.rgba[8..], opaque(viridis(0.0)));
    }

    #[test]
    fn the_key_ends_with_the_range() {
        let key = Key { title: String::new(), range: [-9.0, -0.3], log10: true };
        let labels: Vec<_> = key.ticks(200.0).into_iter().map(|t| t.label).collect();
        assert_eq!((labels.first().unwrap().as_str(), labels.last().unwrap().as_str()), ("10⁻⁹", "0.5"));
        assert!(labels.len() >= 4, "{labels:?}");
    }
}
