//! Grids of shares: each place has the ink with the largest share, paler where other shares are nearly as large.

use super::pen::{Bounds, Painted, Pen};
use super::plot::Plot;
use crate::draw::backend::{Canvas, Picture};
use crate::draw::figure::{Ink, Side};
use crate::draw::theme::Rgb;

/// Pixels per cell in each direction; shares are interpolated between cells.
const PIXELS_PER_CELL: usize = 4;
/// The sum of the weights of two neighbours.
const WEIGHT_SUM: u32 = 2 * PIXELS_PER_CELL as u32;
/// Opacity of an ink whose share is everything, and of one whose share equals the others'. Both are low enough for
/// markers to stand out.
const MAX_OPACITY: f32 = 0.5;
const MIN_OPACITY: f32 = 0.06;

/// Shares, ink by ink, each from the bottom row up.
pub struct Grid<'a> {
    /// Cells from left to right.
    pub columns: usize,
    /// Cells from bottom to top.
    pub rows: usize,
    /// The inks.
    pub inks: &'a [Ink],
    /// Shares, 0 to 255.
    pub shares: &'a [u8],
}

/// Draws the grid with its outer edges at the ends of `x` and `y`.
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
    // Too few shares for the grid: their positions are unknown.
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
    let (width, height) = (columns * PIXELS_PER_CELL, rows * PIXELS_PER_CELL);
    let mut rgba = Vec::with_capacity(width * height * 4);
    // Shares interpolated between two rows, ink by ink. Each row repeats its last cell so that every cell has a right
    // neighbour.
    let mut level = vec![0_u32; inks.len() * (columns + 1)];
    for from_top in 0..height {
        let (below, above, weight) = between(height - 1 - from_top, rows);
        for (k, level) in level.chunks_exact_mut(columns + 1).enumerate() {
            let row = |row: usize| &grid.shares[(k * rows + row) * columns..][..columns];
            for ((level, &below), &above) in level.iter_mut().zip(row(below)).zip(row(above)) {
                *level = u32::from(below) * (WEIGHT_SUM - weight) + u32::from(above) * weight;
            }
            level[columns] = level[columns - 1];
        }
        for x in 0..width {
            let (left, _, weight) = between(x, columns);
            let (mut best, mut most) = (0, 0);
            for (k, level) in level.chunks_exact(columns + 1).enumerate() {
                let share = level[left] * (WEIGHT_SUM - weight) + level[left + 1] * weight;
                if share > most {
                    (best, most) = (k, share);
                }
            }
            rgba.extend_from_slice(&colours[best][(most / (WEIGHT_SUM * WEIGHT_SUM)) as usize & 255]);
        }
    }
    Picture { width, height, rgba }
}

/// The colour of an ink for every share that can be the largest.
fn colours(ink: Rgb, ground: Rgb, inks: usize) -> [[u8; 4]; 256] {
    // From the smallest share that can be the largest up to everything.
    let least = 255.0 / inks.max(2) as f32;
    std::array::from_fn(|share| {
        let strength = MIN_OPACITY + (MAX_OPACITY - MIN_OPACITY) * (share as f32 - least).max(0.0) / (255.0 - least);
        let mix = |from: u8, to: u8| (f32::from(from) + (f32::from(to) - f32::from(from)) * strength + 0.5) as u8;
        [mix(ground[0], ink[0]), mix(ground[1], ink[1]), mix(ground[2], ink[2]), 255]
    })
}

/// The two cells around the k-th of the finer positions along `cells` cells, and the weight of the second.
fn between(k: usize, cells: usize) -> (usize, usize, u32) {
    // Both a position and the share of a cell count for the middle of their interval.
    let at = (2 * k + 1).saturating_sub(PIXELS_PER_CELL).min(2 * PIXELS_PER_CELL * (cells - 1));
    let first = at / (2 * PIXELS_PER_CELL);
    (first, (first + 1).min(cells - 1), (at % (2 * PIXELS_PER_CELL)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_the_ink_of_its_largest_share_and_the_ground_shows_between_two() {
        let inks = [[200, 0, 0], [0, 0, 200]];
        // One row: the first cell is all of one ink, the second all of the other.
        let grid = Grid { columns: 2, rows: 1, inks: &[Ink::Series(0), Ink::Series(1)], shares: &[255, 0, 0, 255] };
        let picture = picture(&grid, &inks, [255; 3]);
        assert_eq!((picture.width, picture.height), (2 * PIXELS_PER_CELL, PIXELS_PER_CELL));
        let pixel = |k: usize| [0, 1, 2].map(|c| picture.rgba[k * 4 + c]);
        assert!(pixel(0)[0] > pixel(0)[2] && pixel(2 * PIXELS_PER_CELL - 1)[2] > pixel(2 * PIXELS_PER_CELL - 1)[0]);
        assert!(pixel(PIXELS_PER_CELL - 1)[2] > pixel(0)[2], "paler towards the boundary");
    }
}
