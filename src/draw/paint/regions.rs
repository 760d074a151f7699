//! Grids of shares: every place in the ink of what has most of it, paler where others have nearly as much.

use super::pen::{Bounds, Painted, Pen};
use super::plot::Plot;
use crate::draw::backend::{Canvas, Picture};
use crate::draw::figure::{Ink, Side};
use crate::draw::theme::Rgb;

/// Pixels of the picture for a cell of the grid, in between which shares are interpolated.
const FINER: usize = 4;
/// How much of the ink is in the picture where its share is all, and where it is no larger than the others': pale
/// enough for markers to stand out.
const STRONG: f32 = 0.5;
const WEAK: f32 = 0.06;

/// Shares, ink by ink, each from the bottom row up.
pub struct Grid<'a> {
    /// Cells from left to right.
    pub columns: usize,
    /// Cells from bottom to top.
    pub rows: usize,
    /// What the shares are of.
    pub inks: &'a [Ink],
    /// 0 to 255.
    pub shares: &'a [u8],
}

/// Draws the grid with its outer edges at `x` and `y`.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    grid: &Grid,
    (x, y): ([f64; 2], [f64; 2]),
) -> Painted<DB> {
    let (left, right) = (plot.across(x[0]), plot.across(x[1]));
    let (bottom, top) = (plot.up(side, y[0]), plot.up(side, y[1]));
    let seen = [left, right, bottom, top].iter().all(|v| v.abs() < 1e6) && left < right && top < bottom;
    let cells = grid.columns.checked_mul(grid.rows).filter(|cells| (1..=1 << 20).contains(cells));
    // Too few shares for the grid: nothing is known about where they belong.
    let whole =
        cells.and_then(|cells| cells.checked_mul(grid.inks.len())).is_some_and(|n| n > 0 && n <= grid.shares.len());
    if !seen || !whole {
        return Ok(());
    }
    let inks: Vec<Rgb> = grid.inks.iter().map(|ink| pen.theme.ink(*ink)).collect();
    let place = Bounds { left, top, width: right - left, height: bottom - top };
    pen.picture(&picture(grid, &inks, pen.theme.background), place, plot.bounds)
}

fn picture(grid: &Grid, inks: &[Rgb], ground: Rgb) -> Picture {
    let (across, up) = (weights(grid.columns), weights(grid.rows));
    let cells = grid.columns * grid.rows;
    // From the least that the largest share can be up to all.
    let least = 255.0 / inks.len().max(2) as f32;
    let steeper = (STRONG - WEAK) / (255.0 - least);
    let mut rgba = Vec::with_capacity(across.len() * up.len() * 4);
    // Shares between two rows of cells, ink by ink.
    let mut level = vec![0.0_f32; inks.len() * grid.columns];
    for &(below, above, weight) in up.iter().rev() {
        for (k, level) in level.chunks_exact_mut(grid.columns).enumerate() {
            let row = |row: usize| &grid.shares[k * cells + row * grid.columns..][..grid.columns];
            for ((level, &below), &above) in level.iter_mut().zip(row(below)).zip(row(above)) {
                *level = f32::from(below) * (1.0 - weight) + f32::from(above) * weight;
            }
        }
        for &(left, right, weight) in &across {
            let share = |level: &[f32]| level[left] * (1.0 - weight) + level[right] * weight;
            let (mut best, mut most) = (0, share(&level));
            for (k, level) in level.chunks_exact(grid.columns).enumerate().skip(1) {
                let share = share(level);
                if share > most {
                    (best, most) = (k, share);
                }
            }
            let strength = WEAK + steeper * (most - least).max(0.0);
            let [r, g, b] = [0, 1, 2].map(|c| {
                let (from, to) = (f32::from(ground[c]), f32::from(inks[best][c]));
                (from + (to - from) * strength + 0.5) as u8
            });
            rgba.extend_from_slice(&[r, g, b, 255]);
        }
    }
    Picture { width: across.len(), height: up.len(), rgba }
}

/// For each of the finer places along `cells` cells: the cells to both sides, and the weight of the second one.
fn weights(cells: usize) -> Vec<(usize, usize, f32)> {
    (0..cells * FINER)
        .map(|k| {
            let at = ((k as f32 + 0.5) / FINER as f32 - 0.5).clamp(0.0, (cells - 1) as f32);
            let first = at as usize;
            (first, (first + 1).min(cells - 1), at - first as f32)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_the_ink_of_its_largest_share_and_the_ground_shows_between_two() {
        let inks = [[200, 0, 0], [0, 0, 200]];
        // One row: all of the first, then all of the second.
        let grid = Grid { columns: 2, rows: 1, inks: &[Ink::Series(0), Ink::Series(1)], shares: &[255, 0, 0, 255] };
        let picture = picture(&grid, &inks, [255; 3]);
        assert_eq!((picture.width, picture.height), (2 * FINER, FINER));
        let pixel = |k: usize| [0, 1, 2].map(|c| picture.rgba[k * 4 + c]);
        assert!(pixel(0)[0] > pixel(0)[2] && pixel(2 * FINER - 1)[2] > pixel(2 * FINER - 1)[0]);
        assert!(pixel(FINER - 1)[2] > pixel(0)[2], "paler towards the boundary");
    }
}
