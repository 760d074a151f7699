//! The plane of the descent: the main directions of the path so far, chosen anew whenever the number of steps has doubled.
//!
//! A random plane hardly shows a descent, because in many dimensions a path is almost orthogonal to any random direction.
//! The path's own principal components show nearly all of it. At the start there is no path: there the plane is spanned by
//! the first update and a random direction.
//!
//! Which plane belongs to a step depends on the run alone: on the path up to the last power of two. So the plane stays
//! still for half of the run, and is the same on every machine, however fast it computes.

use super::frame::{self, coordinate};
use super::pca::{Leading, beside, leading, signed};
use super::{Framing, Way, Words, random};
use crate::landscape::section::FILL;
use crate::landscape::{Descent, Section};
use crate::math::{Real, norm};
use crate::registry::Item;
use crate::texts::planes;

/// Before this step the plane is that of the first update.
const FIRST: u64 = 4;
/// At the start the square has room for so many updates like the first one.
const REACH: f64 = 4.0 * FIRST as f64;
/// A path shorter than this share of the parameters' norm is lost in single-precision rounding.
const SHORTEST: f64 = 1e-5;
/// The shorter side is at least this share of the longer one.
const NARROWEST: f64 = 0.25;

/// The plane that shows the descent.
pub struct AlongDescent;

impl Way for AlongDescent {
    const ITEM: Item = Item {
        id: "descent",
        label: "Descent",
        formula: "θ_b + a·p₁ + b·p₂, the leading principal components of θ₀ … θ_b, where b is the last power of two",
        help: "Follows the descent and shows most of it: the main directions of the path, chosen anew whenever the number of steps has doubled. At the start, the first update and a random direction.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Anew;

    fn words() -> Words {
        Words { directions: planes::descent(), axes: ["PC 1", "PC 2"] }
    }

    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
        let doubled = last_doubling(descent.step);
        if doubled < FIRST {
            return Ok(start(descent));
        }
        let path = descent.up_to(doubled);
        let here = *path.last().ok_or_else(planes::too_short)?;
        let leading = leading(&path).or_else(|| straight_on(&path)).ok_or_else(planes::too_short)?;
        let Leading { directions: [first, mut second], shares } = leading;
        let first = signed(first, descent, Self::ITEM.id, |before| &before.u);
        if second.is_empty() {
            second = beside(&first, descent);
        }
        let second = signed(second, descent, Self::ITEM.id, |before| &before.v);
        let directions = [first, second];
        let far = |direction: &[f64]| {
            path.iter().fold(0.0, |far, point| f64::max(far, coordinate(point, here, direction).abs()))
        };
        let [u, v] = [far(&directions[0]), far(&directions[1])].map(|far| far / FILL);
        if !(u.is_finite() && v.is_finite() && u > SHORTEST * norm(here)) {
            return Err(planes::too_short().into());
        }
        // On one side of the centre lies the path so far; on the other there is as much room for what comes.
        let around = ([0.0; 2], [u.max(NARROWEST * v), v.max(NARROWEST * u)]);
        let fitted = if framing == Framing::Fit { frame::fit(descent, here, &directions) } else { None };
        let (middle, halves) = fitted.unwrap_or(around);
        let plane = frame::plane(here, &directions, middle, halves);
        let held = shares[0] + shares[1];
        Ok(Section { held, ..Section::new(Self::ITEM.id, plane, descent.start, doubled) })
    }

    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool {
        last_doubling(descent.step) > section.step
    }
}

/// The largest power of two that is not larger than `step`; 0 before step 1.
fn last_doubling(step: u64) -> u64 {
    step.checked_ilog2().map_or(0, |power| 1 << power)
}

/// The direction of two points. Their mean lies between them, so that they are all there is.
fn straight_on<R: Real>(path: &[&[R]]) -> Option<Leading> {
    let (from, to) = (path.first()?, path.last()?);
    let way: Vec<f64> = to.iter().zip(*from).map(|(x, y)| x.to_f64() - y.to_f64()).collect();
    let length = norm(&way);
    let known = length > 0.0 && length.is_finite();
    let directions = [way.iter().map(|x| x / length).collect(), Vec::new()];
    known.then_some(Leading { directions, shares: [1.0, 0.0] })
}

/// The plane through the start along the first update and a random direction. Where there is no update, the random plane.
fn start<R: Real>(descent: &Descent<R>) -> Section<R> {
    let start = descent.start;
    let update: Vec<f64> = descent.second().iter().zip(start).map(|(x, y)| x.to_f64() - y.to_f64()).collect();
    let length = norm(&update);
    let half = length * REACH / FILL;
    let first: Vec<f64> = update.iter().map(|x| x / length).collect();
    let second = beside(&first, descent);
    let straight = second.iter().all(|x| x.is_finite()) && norm(&second) > 0.5;
    if !(half.is_finite() && half > SHORTEST * norm(start) && straight) {
        let plane = random::through_start(descent.layout, start, descent.seed).plane;
        return Section { directions: planes::random().into(), ..Section::new(AlongDescent::ITEM.id, plane, start, 0) };
    }
    let plane = frame::plane(start, &[first, second], [0.0; 2], [half; 2]);
    let axes = [planes::update().into(), "v".into()];
    Section { directions: planes::first_update().into(), axes, ..Section::new(AlongDescent::ITEM.id, plane, start, 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_doubling_is_the_power_of_two_at_or_below_a_step() {
        let doublings = [0, 1, 2, 3, 4, 7, 8, 1023, 1024].map(last_doubling);
        assert_eq!(doublings, [0, 1, 2, 2, 4, 4, 8, 512, 1024]);
    }
}
