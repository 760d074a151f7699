//! The plane of a descent's two leading principal directions (H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein,
//! "Visualizing the loss landscape of neural nets", 2018, section 7). It holds most of the path's variance.
//!
//! The plane goes through the present point, not through the mean of the path. The surface under the ball is therefore
//! the run's own loss. The square's centre is the middle of the path, projected onto the plane.

use super::frame::{self, coordinate};
use super::random::direction;
use super::{Framing, Way, Words};
use crate::landscape::{Descent, Held, Plane, Section};
use crate::math::random::{Purpose, Stream};
use crate::math::symmetric::eigen;
use crate::math::{Real, dot, norm};
use crate::registry::Item;
use crate::texts::planes;

/// Fewer points than this always lie in a plane, so there is nothing to choose.
const FEWEST: usize = 3;
/// A path shorter than this share of the parameters' norm is lost in single-precision rounding.
const SHORTEST: f64 = 1e-5;
/// A second direction with less than this share of the first one's variance is rounding error.
const NOISE: f64 = 1e-10;
/// A plane that has lost this share of the descent's variance is computed again.
const LOST: f64 = 0.05;

/// The plane along the descent.
pub struct Pca;

/// The two leading principal directions of some points.
pub struct Leading {
    /// Orthonormal. The second one is empty if the points lie on a line.
    pub directions: [Vec<f64>; 2],
    /// Their shares of the variance.
    pub shares: [f64; 2],
}

impl Way for Pca {
    const ITEM: Item = Item {
        id: "pca",
        label: "Path (PCA)",
        formula: "θ_s + a·p₁ + b·p₂, the leading eigenvectors of Σ (θ_i − mean)(θ_i − mean)ᵀ",
        help: "Shows the path that the run takes. Of all planes, this one shows most of it.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Fit;

    fn words() -> Words {
        Words { directions: planes::pca(), axes: [planes::main_direction(), planes::second_direction()] }
    }

    /// The framing makes no difference: the plane always follows from the path so far.
    fn lay<R: Real>(descent: &Descent<R>, _framing: Framing) -> Result<Section<R>, String> {
        let present = *descent.points.last().ok_or_else(planes::too_short)?;
        let Leading { directions: [first, mut second], shares } =
            leading(&descent.sample()).ok_or_else(planes::too_short)?;
        let first = signed(first, descent, (Self::ITEM.id, present), |before| &before.u);
        if second.is_empty() {
            second = beside(&first, descent, present);
        }
        let second = signed(second, descent, (Self::ITEM.id, present), |before| &before.v);

        let directions = [first, second];
        let fitted = frame::fit(descent, present, &directions);
        let fitted = fitted.filter(|(_, halves)| halves[0] > SHORTEST * norm(present));
        let (middle, halves) = fitted.ok_or_else(planes::too_short)?;
        let plane = frame::plane(present, &directions, middle, halves);
        let held = shares[0] + shares[1];
        Ok(Section { held, unit: String::new(), ..Self::section(plane, descent.start, descent.step) })
    }

    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool {
        let lost = |held: Held| held.total < section.held - LOST;
        section.is_left_by(descent) || descent.held(&section.plane).is_some_and(lost)
    }
}

/// Computes principal directions from the Gram matrix (θ_i − mean)·(θ_j − mean), which is far smaller than the
/// covariance. Its eigenvectors give the directions as combinations of the points. `None` for fewer than three points,
/// or if all points are equal.
pub fn leading<R: Real>(points: &[&[R]]) -> Option<Leading> {
    let k = points.len();
    if k < FEWEST {
        return None;
    }
    // Differences are taken from the last point, not from zero: the path is short compared with the parameters.
    let last = points[k - 1];
    let mut gram = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..=i {
            let product = product_from(last, points[i], points[j]);
            gram[i * k + j] = product;
            gram[j * k + i] = product;
        }
    }
    let means: Vec<f64> = gram.chunks_exact(k).map(|row| row.iter().sum::<f64>() / k as f64).collect();
    let mean = means.iter().sum::<f64>() / k as f64;
    for i in 0..k {
        for j in 0..k {
            gram[i * k + j] += mean - means[i] - means[j];
        }
    }
    let whole: f64 = (0..k).map(|i| gram[i * k + i]).sum();
    if !(whole > 0.0 && whole.is_finite()) {
        return None;
    }
    let pairs = eigen(k, gram);
    let first = combined(points, &pairs[0].1, &[]);
    let second = if pairs[1].0 > NOISE * pairs[0].0 { combined(points, &pairs[1].1, &first) } else { Vec::new() };
    let share = |value: f64| (value / whole).clamp(0.0, 1.0);
    Some(Leading { directions: [first, second], shares: [share(pairs[0].0), share(pairs[1].0)] })
}

/// (x − from)·(y − from)
fn product_from<R: Real>(from: &[R], x: &[R], y: &[R]) -> f64 {
    let mut lanes = [0.0_f64; 4];
    for (l, ((x, y), f)) in x.iter().zip(y).zip(from).enumerate() {
        let f = f.to_f64();
        lanes[l % 4] += (x.to_f64() - f) * (y.to_f64() - f);
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// Σ w_i (θ_i − θ_last), made orthogonal to `other` and of length 1. The weights of an eigenvector add up to zero, so
/// the choice of the reference point makes no difference.
fn combined<R: Real>(points: &[&[R]], weights: &[f64], other: &[f64]) -> Vec<f64> {
    let last = points[points.len() - 1];
    let mut out = vec![0.0; last.len()];
    for (point, weight) in points.iter().zip(weights) {
        for ((out, x), from) in out.iter_mut().zip(*point).zip(last) {
            *out += weight * (x.to_f64() - from.to_f64());
        }
    }
    straight(out, other)
}

/// The direction, made orthogonal to `other` and of length 1.
fn straight(mut direction: Vec<f64>, other: &[f64]) -> Vec<f64> {
    let common = dot(&direction, other);
    for (d, o) in direction.iter_mut().zip(other) {
        *d -= common * o;
    }
    let length = norm(&direction);
    direction.iter_mut().for_each(|d| *d /= length);
    direction
}

/// A random second direction, orthogonal to the first, for a run that moves along a straight line. Its filters have the norms
/// of those at `anchor`.
pub(super) fn beside<R: Real>(first: &[f64], descent: &Descent<R>, anchor: &[R]) -> Vec<f64> {
    let random = direction(descent.layout, anchor, descent.seed, 0);
    let filtered: Vec<f64> = random.iter().map(|x| x.to_f64()).collect();
    // Parameters that are all zero have no filters that could be normalised.
    let random = if norm(&filtered) > 0.0 { filtered } else { unfiltered(first.len(), descent.seed) };
    straight(random, first)
}

/// A random direction without filter normalisation.
fn unfiltered(length: usize, seed: u64) -> Vec<f64> {
    let mut random = Stream::new(seed, Purpose::Plane, 2);
    (0..length).map(|_| random.normal()).collect()
}

/// Gives a direction the sign of its predecessor, so that the surface does not flip over during a run. Without a
/// predecessor, the descent up to `at` leads to the positive side.
pub(super) fn signed<R: Real>(
    mut way: Vec<f64>,
    descent: &Descent<R>,
    (kind, at): (&str, &[R]),
    side: impl Fn(&Plane<R>) -> &Vec<R>,
) -> Vec<f64> {
    let same = |other: &[R]| way.iter().zip(other).fold(0.0, |sum, (x, y)| sum + x * y.to_f64());
    let before = descent.before.filter(|before| before.kind == kind).map(|before| same(side(&before.plane)));
    let agreement = before.filter(|agreement| *agreement != 0.0).unwrap_or_else(|| coordinate(at, descent.start, &way));
    if agreement < 0.0 {
        way.iter_mut().for_each(|x| *x = -*x);
    }
    way
}
