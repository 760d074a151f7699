//! Two random directions, filter-normalised.

use super::{Framing, Way, Words};
use crate::landscape::section::FILL;
use crate::landscape::{Descent, Plane, Section};
use crate::layout::{Layout, Role};
use crate::math::random::{Purpose, Stream};
use crate::math::{Real, norm};
use crate::registry::Item;
use crate::texts::planes;

/// Smallest size of the fitted square, relative to the first one. Below it, single precision has too few steps.
const SMALLEST: f64 = 1e-4;
/// Beyond this distance from its plane, in half-widths of the square, a run is in a different landscape.
const FAR: f64 = 0.1;

/// The plane along two random directions.
pub struct Random;

impl Way for Random {
    const ITEM: Item = Item {
        id: "random",
        label: "Random directions",
        formula: "θ₀ + a·u + b·v, every filter of u and v as long as that of θ₀",
        help: "Shows how rough the loss is around a point. The run hardly moves in this plane, because in many dimensions its path is almost orthogonal to any random direction.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Centre;

    fn words() -> Words {
        Words { directions: planes::random(), axes: ["u".into(), "v".into()] }
    }

    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
        let first = || through_start(descent.layout, descent.start, descent.seed);
        let Some(before) = descent.before.filter(|before| before.kind == Self::ITEM.id && framing == Framing::Fit)
        else {
            return Ok(first());
        };
        let at: Vec<[f64; 2]> = descent.points.iter().map(|p| before.plane.project(p)).map(|p| [p.a, p.b]).collect();
        let [(low_a, high_a), (low_b, high_b)] = [0, 1].map(|axis| extent(at.iter().map(|p| p[axis])));
        // One span for both axes, so that the surface keeps its shape.
        let span = (high_a - low_a).max(high_b - low_b) / (2.0 * FILL);
        let smallest = SMALLEST * first().plane.half_widths()[0] / before.plane.half_widths()[0];
        if !(span > 0.0 && span.is_finite() && smallest.is_finite()) {
            return Err(planes::not_moved().into());
        }
        let middle = [(low_a + high_a) / 2.0, (low_b + high_b) / 2.0];
        let plane = before.plane.window(middle, span.max(smallest));
        Ok(Self::section(plane, descent.start, before.step))
    }

    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool {
        let far = |present: &&[R]| section.plane.project(present).off > FAR * section.plane.half_widths()[0];
        section.is_left_by(descent) || descent.points.last().is_some_and(far)
    }
}

/// Smallest and largest of some numbers.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
}

/// The plane along two random directions through the start.
pub fn through_start<R: Real>(layout: &Layout, start: &[R], seed: u64) -> Section<R> {
    let plane = Plane::new(start.to_vec(), direction(layout, start, seed, 0), direction(layout, start, seed, 1));
    Random::section(plane, start, 0)
}

/// A random direction, filter-normalised: every filter (a unit's row of weights) has the norm of the same filter at
/// `anchor`. Biases do not move (H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the loss landscape of
/// neural nets", 2018, section 4).
pub(super) fn direction<R: Real>(layout: &Layout, anchor: &[R], seed: u64, index: u32) -> Vec<R> {
    let mut random = Stream::new(seed, Purpose::Plane, index);
    let mut out = vec![R::ZERO; anchor.len()];
    for tensor in layout.tensors.iter().filter(|tensor| tensor.shape.len() == 2) {
        let width = tensor.shape[1];
        let range = tensor.range.clone();
        for (filter, at) in out[range.clone()].chunks_exact_mut(width).zip(anchor[range].chunks_exact(width)) {
            for d in filter.iter_mut() {
                *d = R::of(random.normal());
            }
            // A single number is no filter: normalising it would leave only its sign.
            let scale = if tensor.role == Role::Point { norm(at) } else { norm(at) / norm(filter) };
            for d in filter {
                *d = R::of(d.to_f64() * scale);
            }
        }
    }
    out
}
