//! The square of a plane, around a point or around a descent.

use super::random::extent;
use super::{Framing, Words};
use crate::landscape::section::FILL;
use crate::landscape::{Descent, Plane, Section};
use crate::math::Real;

/// The shorter side is at least this share of the longer one. Otherwise a nearly straight path would give a square
/// without width.
const NARROWEST: f64 = 0.25;

/// The position of a plane: through a point, along two orthonormal directions.
pub(super) struct Laid<'a, R> {
    pub kind: &'static str,
    pub words: Words,
    pub through: &'a [R],
    pub directions: [Vec<f64>; 2],
    /// Half of the square's sides, unless the square is fitted.
    pub halves: [f64; 2],
    /// The step that the plane belongs to.
    pub step: u64,
}

impl<R: Real> Laid<'_, R> {
    /// The square around the point, or around the descent so far.
    pub fn section(mut self, descent: &Descent<R>, framing: Framing) -> Section<R> {
        for (k, direction) in self.directions.iter_mut().enumerate() {
            keep_sign(direction, descent, self.kind, k);
        }
        let fitted = if framing == Framing::Fit { fit(descent, self.through, &self.directions) } else { None };
        let (middle, halves) = fitted.unwrap_or(([0.0; 2], self.halves));
        let plane = plane(self.through, &self.directions, middle, halves);
        Section::new(self.kind, self.words, plane, descent.start, self.step)
    }
}

/// Centre and half-widths of the square that fits the descent, relative to `from`; `None` if the descent does not move.
pub(super) fn fit<R: Real>(
    descent: &Descent<R>,
    from: &[R],
    directions: &[Vec<f64>; 2],
) -> Option<([f64; 2], [f64; 2])> {
    let along = |direction: &[f64]| extent(descent.points.iter().map(|p| coordinate(p, from, direction)));
    let ends = [along(&directions[0]), along(&directions[1])];
    let [u, v] = ends.map(|(low, high)| (high - low) / (2.0 * FILL));
    let halves = [u.max(NARROWEST * v), v.max(NARROWEST * u)];
    let fits = halves.iter().all(|half| *half > 0.0 && half.is_finite());
    fits.then(|| (ends.map(|(low, high)| (low + high) / 2.0), halves))
}

/// The plane whose square is centred at an offset of `middle` from a point.
pub(super) fn plane<R: Real>(from: &[R], directions: &[Vec<f64>; 2], middle: [f64; 2], halves: [f64; 2]) -> Plane<R> {
    let [first, second] = directions;
    let anchor = from.iter().zip(first).zip(second);
    let anchor = anchor.map(|((x, p), q)| R::of(x.to_f64() + middle[0] * p + middle[1] * q)).collect();
    let side = |direction: &[f64], half: f64| direction.iter().map(|x| R::of(x * half)).collect();
    Plane::new(anchor, side(first, halves[0]), side(second, halves[1]))
}

/// Distance of a point from `from`, along a direction of length 1.
pub(super) fn coordinate<R: Real>(point: &[R], from: &[R], direction: &[f64]) -> f64 {
    point.iter().zip(from).zip(direction).fold(0.0, |sum, ((x, f), d)| sum + (x.to_f64() - f.to_f64()) * d)
}

/// Flips a direction if its predecessor has the opposite sign, so that the surface does not flip over during a run.
fn keep_sign<R: Real>(direction: &mut [f64], descent: &Descent<R>, kind: &str, axis: usize) {
    let Some(before) = descent.before.filter(|before| before.kind == kind) else { return };
    let side = if axis == 0 { &before.plane.u } else { &before.plane.v };
    if direction.iter().zip(side).fold(0.0, |sum, (x, y)| sum + x * y.to_f64()) < 0.0 {
        direction.iter_mut().for_each(|x| *x = -*x);
    }
}
