//! Lines: split at gaps, thinned to what pixels can show, clipped at the edges of the plot.

use super::pen::{Bounds, Ink, Painted, Pen, Px};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Side};

/// Draws a line through the points given by `x` and `y`.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (x, y): (&[f64], &[f64]),
    (dash, ink): (Dash, Ink),
) -> Painted<DB> {
    let points = x.iter().zip(y).map(|(&x, &y)| plot.at(side, x, y));
    let (runs, dots) = runs(points, plot.bounds);
    if plot.casing {
        pen.strokes(&runs, Dash::Solid, Ink { width: ink.width + 2.5, ..Ink::of(pen.theme.background, 0.0) })?;
    }
    pen.strokes(&runs, dash, ink)?;
    for dot in dots {
        pen.circle(dot, ink.width.max(1.5), ink, true)?;
    }
    Ok(())
}

/// The visible parts of the line through `points`, and the isolated points between gaps.
fn runs(points: impl Iterator<Item = Px>, bounds: Bounds) -> (Vec<Vec<Px>>, Vec<Px>) {
    let (mut runs, mut dots, mut run) = (Vec::new(), Vec::new(), Vec::new());
    for point in points.chain([(f64::NAN, f64::NAN)]) {
        if point.0.is_finite() && point.1.is_finite() {
            run.push(point);
            continue;
        }
        match run[..] {
            [] => {}
            [(x, y)] => {
                let inside = x >= bounds.left && x <= bounds.right() && y >= bounds.top && y <= bounds.bottom();
                dots.extend(inside.then_some((x, y)));
            }
            _ => clip(&thinned(&run), bounds, &mut runs),
        }
        run.clear();
    }
    (runs, dots)
}

/// At most two points per pixel column, the lowest and the highest in their order, plus both ends.
fn thinned(run: &[Px]) -> Vec<Px> {
    let column = |p: &Px| p.0.floor();
    let mut kept = Vec::with_capacity(run.len().min(8192));
    kept.extend(run.first());
    for same in run.chunk_by(|a, b| column(a) == column(b)) {
        let (mut low, mut high) = (0, 0);
        for (k, p) in same.iter().enumerate() {
            low = if p.1 < same[low].1 { k } else { low };
            high = if p.1 > same[high].1 { k } else { high };
        }
        kept.push(same[low.min(high)]);
        kept.push(same[low.max(high)]);
    }
    kept.extend(run.last());
    kept.dedup();
    kept
}

/// Appends the parts of `run` within `bounds` (Liang and Barsky 1984, segment by segment).
fn clip(run: &[Px], bounds: Bounds, runs: &mut Vec<Vec<Px>>) {
    let mut open = false;
    for ends in run.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let Some((enter, leave)) = visible_share(from, to, bounds) else {
            open = false;
            continue;
        };
        let along = |t: f64| (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t);
        if !open || enter > 0.0 {
            runs.push(vec![if enter > 0.0 { along(enter) } else { from }]);
        }
        let end = if leave < 1.0 { along(leave) } else { to };
        runs.last_mut().expect("a run was opened above").push(end);
        open = leave >= 1.0;
    }
}

fn visible_share(from: Px, to: Px, b: Bounds) -> Option<(f64, f64)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in
        [(-dx, from.0 - b.left), (dx, b.right() - from.0), (-dy, from.1 - b.top), (dy, b.bottom() - from.1)]
    {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    (enter <= leave && dx.is_finite() && dy.is_finite()).then_some((enter, leave))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Bounds = Bounds { left: 0.0, top: 0.0, width: 10.0, height: 10.0 };

    #[test]
    fn a_gap_splits_a_line_and_leaves_isolated_points_as_dots() {
        let nan = (f64::NAN, 1.0);
        let (lines, dots) =
            runs([(0.0, 0.0), (1.0, 1.0), nan, (2.0, 2.0), nan, (3.0, 3.0), (4.0, 4.0)].into_iter(), BOX);
        assert_eq!(lines, [[(0.0, 0.0), (1.0, 1.0)], [(3.0, 3.0), (4.0, 4.0)]]);
        assert_eq!(dots, [(2.0, 2.0)]);
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_cut_at_the_edge() {
        let (lines, _) = runs([(0.0, 5.0), (2.0, 15.0), (4.0, 5.0), (6.0, 1e300)].into_iter(), BOX);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], [(0.0, 5.0), (1.0, 10.0)]);
        assert_eq!(lines[1][..2], [(3.0, 10.0), (4.0, 5.0)]);
    }

    #[test]
    fn thinning_keeps_every_peak() {
        let run: Vec<Px> = (0..100_000).map(|i| (f64::from(i) / 1e4, f64::from(i * 7919 % 1000))).collect();
        let kept = thinned(&run);
        assert!(kept.len() <= 2 * 10 + 2);
        for column in 0..10 {
            let within = |p: &&Px| p.0.floor() as i32 == column;
            let peak = |points: &[Px]| points.iter().filter(within).map(|p| p.1).fold(0.0, f64::max);
            assert_eq!(peak(&run), peak(&kept));
        }
    }
}
