//! Contour lines by marching squares (the 2-D case of Lorensen and Cline 1987).

use super::pen::{Ink, Painted, Pen, Px};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Side};

/// A grid of points, each with a value; bottom row first.
pub struct Grid<'a> {
    /// Points from left to right.
    pub columns: usize,
    /// Points from bottom to top.
    pub rows: usize,
    /// `rows * columns` values.
    pub values: &'a [f32],
}

/// Draws the contour lines of a grid whose first and last points lie at the ends of `x` and `y`.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (grid, x, y): (&Grid, [f64; 2], [f64; 2]),
    (levels, ink): (&[f32], Ink),
) -> Painted<DB> {
    let (left, right) = (plot.across(x[0]), plot.across(x[1]));
    let (bottom, top) = (plot.up(side, y[0]), plot.up(side, y[1]));
    if ![left, right, bottom, top].iter().all(|v| v.is_finite()) {
        return Ok(());
    }
    let place = |(column, row): Px| {
        (
            left + (right - left) * column / (grid.columns - 1) as f64,
            bottom + (top - bottom) * row / (grid.rows - 1) as f64,
        )
    };
    let mut runs = Vec::new();
    for [a, b] in segments(grid, &levels[..levels.len().min(64)]) {
        let (a, b) = (place(a), place(b));
        // A segment is no longer than a cell, so one that crosses the edge would stick out by less than that.
        if plot.shows(a) && plot.shows(b) {
            runs.push(vec![a, b]);
        }
    }
    pen.strokes(&runs, Dash::Solid, ink)
}

/// The contour lines at these levels as straight segments, in units of columns and rows.
pub fn segments(grid: &Grid, levels: &[f32]) -> Vec<[Px; 2]> {
    let mut found = Vec::new();
    // A grid finer than the screen is sampled.
    let (across, up) = (grid.columns.div_ceil(512).max(1), grid.rows.div_ceil(512).max(1));
    if grid.columns < 2 || grid.rows < 2 {
        return found;
    }
    for row in (0..grid.rows - 1).step_by(up) {
        for column in (0..grid.columns - 1).step_by(across) {
            let (right, above) = ((column + across).min(grid.columns - 1), (row + up).min(grid.rows - 1));
            // Counter-clockwise from the lower left.
            let corners = [(column, row), (right, row), (right, above), (column, above)];
            let values = corners.map(|(c, r)| grid.values[r * grid.columns + c]);
            if !values.iter().all(|v| v.is_finite()) {
                continue;
            }
            let lowest = values.iter().copied().fold(f32::INFINITY, f32::min);
            let highest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for &level in levels.iter().filter(|&&level| lowest < level && level <= highest) {
                let over = values.map(|v| f64::from(v) - f64::from(level));
                cell(corners.map(|(c, r)| (c as f64, r as f64)), over, &mut found);
            }
        }
    }
    found
}

/// The segments within one cell; `over` holds the corner values minus the level.
fn cell(corners: [Px; 4], over: [f64; 4], found: &mut Vec<[Px; 2]>) {
    let (mut crossings, mut n) = ([(0.0, 0.0); 4], 0);
    for k in 0..4 {
        let next = (k + 1) % 4;
        if (over[k] >= 0.0) != (over[next] >= 0.0) {
            let share = over[k] / (over[k] - over[next]);
            let (from, to) = (corners[k], corners[next]);
            crossings[n] = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            n += 1;
        }
    }
    match crossings[..n] {
        [a, b] => found.push([a, b]),
        // A saddle: the value in the middle of the cell decides which corners are connected.
        [a, b, c, d] if (over.iter().sum::<f64>() >= 0.0) == (over[0] >= 0.0) => found.extend([[a, b], [c, d]]),
        [a, b, c, d] => found.extend([[d, a], [b, c]]),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_cone_is_a_circle() {
        let n = 41;
        let value = |k: usize| {
            let (x, y) = ((k % n) as f32 - 20.0, (k / n) as f32 - 20.0);
            (x * x + y * y).sqrt()
        };
        let values: Vec<f32> = (0..n * n).map(value).collect();
        let found = segments(&Grid { columns: n, rows: n, values: &values }, &[10.0]);
        assert!(found.len() > 40);
        for (x, y) in found.into_iter().flatten() {
            let radius = ((x - 20.0) * (x - 20.0) + (y - 20.0) * (y - 20.0)).sqrt();
            assert!((radius - 10.0).abs() < 0.02, "{radius}");
        }
    }

    #[test]
    fn a_saddle_has_two_lines_and_a_hole_none() {
        let saddle = [0.0, 1.0, 1.0, 0.0];
        assert_eq!(segments(&Grid { columns: 2, rows: 2, values: &saddle }, &[0.5]).len(), 2);
        let hole = [0.0, 1.0, f32::NAN, 0.0];
        assert!(segments(&Grid { columns: 2, rows: 2, values: &hole }, &[0.5]).is_empty());
    }
}
