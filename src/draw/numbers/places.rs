//! The positions along an axis at which a figure has values, in order.

use crate::draw::figure::{Axis, Counts, Mark, Series};

/// Horizontal and vertical coordinates of a mark with one value per horizontal position, in increasing order. `None`
/// for a path that doubles back.
pub fn values(mark: &Mark) -> Option<(&[f64], &[f64])> {
    let (x, y) = match mark {
        Mark::Line { x, y, .. } | Mark::Bars { x, y, .. } | Mark::Points { x, y, .. } => (x, y),
        _ => return None,
    };
    let rises = x.windows(2).all(|pair| pair[0] < pair[1]);
    (rises && !x.is_empty() && x.len() == y.len()).then_some((x, y))
}

/// Whether a coloured grid has a value for each of its cells.
pub fn is_complete(mark: &Mark) -> bool {
    let Mark::Raster { columns, rows, values, .. } = mark else { return false };
    u64::from(*columns) * u64::from(*rows) == values.len() as u64 && !values.is_empty()
}

/// The position that a coordinate counts for: the nearest named tick if the axis has any, because bars drawn side by
/// side share one name.
pub fn snapped(axis: &Axis, at: f64) -> f64 {
    let near = axis.ticks.iter().map(|tick| tick.at).filter(|tick| (tick - at).abs() < 0.5);
    near.min_by(|a, b| (a - at).abs().total_cmp(&(b - at).abs())).unwrap_or(at)
}

/// The position that a cell of a coloured grid stands for: its first whole number if the axis counts something, else
/// its middle.
pub fn cell(axis: &Axis, [low, high]: [f64; 2], cells: u32, k: u32) -> f64 {
    let width = (high - low) / f64::from(cells);
    match axis.counts {
        Counts::Nothing | Counts::Named => low + (f64::from(k) + 0.5) * width,
        Counts::Steps | Counts::Layers => (low + f64::from(k) * width).ceil(),
    }
}

/// Every position along the horizontal axis.
pub fn across(axis: &Axis, series: &[Series]) -> Vec<f64> {
    let mut places = Vec::new();
    for series in series {
        if let Some((x, _)) = values(&series.mark) {
            places.extend(x.iter().map(|&x| snapped(axis, x)));
        } else if let Mark::Raster { columns, x, .. } = series.mark
            && is_complete(&series.mark)
        {
            places.extend((0..columns).map(|k| cell(axis, x, columns, k)));
        }
    }
    in_order(places)
}

/// Every position along the vertical axis; only coloured grids have any.
pub fn upwards(axis: &Axis, series: &[Series]) -> Vec<f64> {
    let rows = series.iter().filter_map(|series| match series.mark {
        Mark::Raster { rows, y, .. } if is_complete(&series.mark) => {
            Some((0..rows).map(move |k| cell(axis, y, rows, k)))
        }
        _ => None,
    });
    in_order(rows.flatten().collect())
}

fn in_order(mut places: Vec<f64>) -> Vec<f64> {
    places.retain(|at| at.is_finite());
    places.sort_unstable_by(f64::total_cmp);
    places.dedup();
    places
}

/// Index of the position nearest to `at`.
pub fn nearest(places: &[f64], at: f64) -> Option<usize> {
    let after = places.partition_point(|&place| place < at);
    let candidates = after.saturating_sub(1)..(after + 1).min(places.len());
    candidates.min_by(|&a, &b| (places[a] - at).abs().total_cmp(&(places[b] - at).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_place_is_found_at_the_ends_and_between() {
        let places = [0.0, 1.0, 4.0];
        let at = [-9.0, 0.4, 2.4, 2.6, 99.0].map(|at| nearest(&places, at));
        assert_eq!(at, [Some(0), Some(0), Some(1), Some(2), Some(2)]);
        assert_eq!(nearest(&[], 1.0), None);
    }

    #[test]
    fn a_cell_that_counts_stands_for_its_first_whole_number() {
        let steps = Axis::linear("step", [0.0, 10.0]).counting(Counts::Steps);
        let cells: Vec<f64> = (0..4).map(|k| cell(&steps, [0.0, 10.0], 4, k)).collect();
        assert_eq!(cells, [0.0, 3.0, 5.0, 8.0]);
        assert_eq!(cell(&Axis::linear("a", [0.0, 10.0]), [0.0, 10.0], 4, 1), 3.75);
    }
}
