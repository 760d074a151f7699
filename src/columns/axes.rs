//! Shared axes: each covers what the same axis covers in the other figures.

use crate::draw::figure::{Axis, Figure, Mark};

/// Widens the axes and the colour keys of `figure` to cover those of `other`.
pub fn share(figure: &mut Figure, other: &Figure) {
    widen(&mut figure.x, &other.x);
    widen(&mut figure.y, &other.y);
    if let (Some(own), Some(theirs)) = (&mut figure.right, &other.right) {
        widen(own, theirs);
    }
    for series in &mut figure.series {
        let Mark::Raster { range, label, log10, .. } = &mut series.mark else { continue };
        for theirs in &other.series {
            if let Mark::Raster { range: their_range, label: their_label, log10: their_log10, .. } = &theirs.mark
                && (&*label, &*log10) == (their_label, their_log10)
            {
                *range = [range[0].min(their_range[0]), range[1].max(their_range[1])];
            }
        }
    }
}

/// Covers the range of another axis of the same quantity. An axis whose places have names keeps its own.
fn widen(axis: &mut Axis, other: &Axis) {
    let same = axis.scale == other.scale && axis.unit == other.unit && axis.label == other.label;
    if !same || !axis.ticks.is_empty() || !other.ticks.is_empty() {
        return;
    }
    let [low, high] = other.range;
    if low.is_finite() && low < axis.range[0] {
        axis.range[0] = low;
    }
    if high.is_finite() && high > axis.range[1] {
        axis.range[1] = high;
    }
}
