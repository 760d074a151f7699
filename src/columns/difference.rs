//! A heat map less that of the first run: of logarithms, how many times the first run's value it is.

use crate::draw::figure::{Figure, Mark};
use crate::texts::columns as words;

/// The raster of a figure: columns, rows, left and right edge, values, whether they are logarithms.
type Cells<'a> = (usize, usize, [f64; 2], &'a [f32], bool);

/// Whether both figures have a heat map of the same quantity.
pub fn can_be(figure: &Figure, first: &Figure) -> bool {
    matches!((label(figure), label(first)), (Some(own), Some(theirs)) if own == theirs)
}

/// Takes the first run's heat map off that of `figure`. Where the networks have different depths, each layer is compared with
/// the one at its relative depth, and the key says so.
pub fn draw(figure: &mut Figure, first: &Figure, name: &str) {
    let Some(theirs) = cells(first) else { return };
    for series in &mut figure.series {
        let Mark::Raster { columns, rows, x, values, range, label, log10, .. } = &mut series.mark else { continue };
        let own = (*columns as usize, *rows as usize, *x, &values[..], *log10);
        let made = less(own, theirs);
        let most = made.iter().filter(|value| value.is_finite()).fold(0.5_f32, |most, value| most.max(value.abs()));
        let said = if *log10 { words::times(label, &name) } else { words::less(label, &name) };
        *label = if own.1 == theirs.1 { said.into() } else { words::by_depth(&said).into() };
        *values = made;
        *range = [-most, most];
    }
}

/// Value by value; a cell that the first run has not, or that is not finite, stays empty.
fn less(
    (columns, rows, x, values, _): Cells,
    (their_columns, their_rows, their_x, their_values, _): Cells,
) -> Vec<f32> {
    let wide = (x[1] - x[0]) / columns.max(1) as f64;
    let their_wide = (their_x[1] - their_x[0]) / their_columns.max(1) as f64;
    let at = |row: usize, column: usize| {
        let middle = x[0] + (column as f64 + 0.5) * wide;
        let theirs = (middle - their_x[0]) / their_wide;
        let row = if rows > 1 { row * (their_rows - 1) / (rows - 1) } else { 0 };
        let inside = theirs >= 0.0 && theirs < their_columns as f64;
        inside.then(|| their_values.get(row * their_columns + theirs as usize).copied()).flatten().unwrap_or(f32::NAN)
    };
    (0..rows * columns).map(|k| values[k] - at(k / columns, k % columns)).collect()
}

fn cells(figure: &Figure) -> Option<Cells<'_>> {
    figure.series.iter().find_map(|series| match &series.mark {
        Mark::Raster { columns, rows, x, values, log10, .. } if *rows > 0 && *columns > 0 => {
            Some((*columns as usize, *rows as usize, *x, &values[..], *log10))
        }
        _ => None,
    })
}

fn label(figure: &Figure) -> Option<&str> {
    figure.series.iter().find_map(|series| match &series.mark {
        Mark::Raster { label, .. } => Some(label.as_str()),
        _ => None,
    })
}
