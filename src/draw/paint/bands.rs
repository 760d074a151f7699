//! Areas between two lines, pale enough for everything else to stand out.

use super::pen::{Ink, Painted, Pen, Px};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::Side;
use crate::draw::theme::Rgb;

/// Opacity of the area.
const OPACITY: f64 = 0.22;

/// Fills the area from `low` to `high`, cut off at the edges of the plot. Values that cannot be shown leave a gap.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (x, low, high): (&[f64], &[f64], &[f64]),
    rgb: Rgb,
) -> Painted<DB> {
    let b = plot.bounds;
    let place = |x: f64, y: f64| -> Option<Px> {
        let (across, up) = plot.at(side, x, y);
        (across.is_finite() && up.is_finite()).then(|| (across.clamp(b.left, b.right()), up.clamp(b.top, b.bottom())))
    };
    let ends: Vec<Option<[Px; 2]>> =
        x.iter().zip(low).zip(high).map(|((x, low), high)| Some([place(*x, *low)?, place(*x, *high)?])).collect();
    for run in ends.split(Option::is_none).filter(|run| run.len() > 1) {
        let run: Vec<[Px; 2]> = run.iter().flatten().copied().collect();
        let corners: Vec<Px> = run.iter().map(|end| end[0]).chain(run.iter().rev().map(|end| end[1])).collect();
        pen.polygon(&corners, Ink { alpha: OPACITY, ..Ink::of(rgb, 0.0) })?;
    }
    Ok(())
}
