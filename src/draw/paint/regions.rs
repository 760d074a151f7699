//! Grids of shares: every place in the ink of what has most of it, paler where others have nearly as much.

use super::pen::{Bounds, Painted, Pen};
use super::plot::Plot;
use crate::draw::backend::{Canvas, Picture};
use crate::draw::figure::{Ink, Side};
use crate::draw::theme::Rgb;

/// Pixels of the picture for a cell of the grid, in between which shares are interpolated.
const FINER: usize = 4;
/// The weights of two neighbours together.
const WHOLE: u32 = 2 * FINER as u32;
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
    let (columns, rows) = (grid.columns, grid.rows);
    let colours: Vec<[[u8; 4]; 256]> = inks.iter().map(|ink| colours(*ink, ground, inks.len())).collect();
    let (width, height) = (columns * FINER, rows * FINER);
    let mut rgba = Vec::with_capacity(width * height * 4);
    // Shares between two rows of cells, ink by ink, each with its last one again, so that every cell has a next one.
    let mut level = vec![0_u32; inks.len() * (columns + 1)];
    for from_top in 0..height {
        let (below, above, weight) = between(height - 1 - from_top, rows);
        for (k, level) in level.chunks_exact_mut(columns + 1).enumerate() {
            let row = |row: usize| &grid.shares[(k * rows + row) * columns..][..columns];
            for ((level, &below), &above) in level.iter_mut().zip(row(below)).zip(row(above)) {
                *level = u32::from(below) * (WHOLE - weight) + u32::from(above) * weight;
            }
            level[columns] = level[columns - 1];
        }
        for x in 0..width {
            let (left, _, weight) = between(x, columns);
            let (mut best, mut most) = (0, 0);
            for (k, level) in level.chunks_exact(columns + 1).enumerate() {
                let share = level[left] * (WHOLE - weight) + level[left + 1] * weight;
                if share > most {
                    (best, most) = (k, share);
                }
            }
            rgba.extend_from_slice(&colours[best][(most / (WHOLE * WHOLE)) as usize & 255]);
        }
    }
    Picture { width, height, rgba }
}

/// An ink's colour where its share is the largest, for every share.
fn colours(ink: Rgb, ground: Rgb, inks: usize) -> [[u8; 4]; 256] {
    // From the least that the largest share can be up to all.
    let least = 255.0 / inks.max(2) as f32;
    std::array::from_fn(|share| {
        let strength = WEAK + (STRONG - WEAK) * (share as f32 - least).max(0.0) / (255.0 - least);
        let mix = |from: u8, to: u8| (f32::from(from) + (f32::from(to) - f32::from(from)) * strength + 0.5) as u8;
        [mix(ground[0], ink[0]), mix(ground[1], ink[1]), mix(ground[2], ink[2]), 255]
    })
}

/// The cells to both sides of the k-th of the finer places along `cells` cells, and the second one's weight.
fn between(k: usize, cells: usize) -> (usize, usize, u32) {
    // A place is in the middle of its part of a cell, a cell's share in the middle of that.
    let at = (2 * k + 1).saturating_sub(FINER).min(2 * FINER * (cells - 1));
    let first = at / (2 * FINER);
    (first, (first + 1).min(cells - 1), (at % (2 * FINER)) as u32)
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
