//! A descent as planes use it: the stored parameters along a run's path, and the share of their variance in a plane.

use super::curvature::Bend;
use super::{Plane, Section};
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::Settings;
use serde::{Deserialize, Serialize};

/// The variance is measured over about this many points: enough for a smooth curve, and cheap beside the training.
const MOST: usize = 64;

/// A run's path up to a step.
pub struct Descent<'a, R> {
    /// The layers and tensors that the parameters belong to.
    pub layout: &'a Layout,
    /// Seed of random directions.
    pub seed: u64,
    /// θ₀
    pub start: &'a [R],
    /// Stored parameters along the path, oldest first, the present ones last. All are finite.
    pub points: Vec<&'a [R]>,
    /// The steps of `points`.
    pub steps: Vec<u64>,
    /// A power of two: of the steps up to b, which is one too, the multiples of b over this number have points until step
    /// 2b is reached.
    pub resolution: u64,
    /// Where the present update leads.
    pub next: &'a [R],
    /// The present step.
    pub step: u64,
    /// The present gradient.
    pub gradient: &'a [R],
    /// The settings, which choose the plane.
    pub settings: &'a Settings,
    /// Curvature of the loss where it was last measured.
    pub bend: Option<&'a Bend>,
    /// The points that other starts reached.
    pub solutions: Option<&'a Solutions>,
    /// The section drawn before this one.
    pub before: Option<&'a Section<R>>,
}

/// The points that this run and the same run from two other starts reach after the same number of steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solutions {
    /// Number of steps.
    pub step: u64,
    /// Seeds of the starts, this run's first.
    pub seeds: [u64; 3],
    /// θ_s of this run.
    pub own: Vec<f64>,
    /// θ_s of the others; `None` for one that has diverged.
    pub others: [Option<Vec<f64>>; 2],
}

/// Shares of a descent's variance, Σ ‖θ_i − mean‖², that lie in a plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// In the plane as a whole.
    pub total: f64,
    /// Along its first and second direction. The two add up to the total if the directions are orthogonal.
    pub along: [f64; 2],
}

impl<R: Real> Descent<'_, R> {
    /// About `MOST` points, evenly spread, including the first and the present one.
    pub fn sample(&self) -> Vec<&[R]> {
        let stride = self.points.len().div_ceil(MOST).max(1);
        let last = self.points.len().saturating_sub(1);
        let wanted = |k: &usize| k.is_multiple_of(stride) || *k == last;
        (0..self.points.len()).filter(wanted).map(|k| self.points[k]).collect()
    }

    /// Evenly spread points up to `step`, a power of two: the same at every present step before its double.
    pub fn up_to(&self, step: u64) -> Vec<&[R]> {
        const MOST_EVEN: u64 = 32;
        let stride = (step / self.resolution.min(MOST_EVEN)).max(1);
        let wanted = |at: &u64| *at <= step && at.is_multiple_of(stride);
        self.points.iter().zip(&self.steps).filter(|(_, at)| wanted(at)).map(|(point, _)| *point).collect()
    }

    /// θ₁
    pub fn second(&self) -> &[R] {
        self.steps.iter().position(|step| *step == 1).map_or(self.next, |k| self.points[k])
    }

    /// Shares of the descent's variance in the plane; `None` while nothing has moved.
    pub fn held(&self, plane: &Plane<R>) -> Option<Held> {
        let points = self.sample();
        let count = points.len() as f64;
        let mean: Vec<f64> =
            (0..self.start.len()).map(|k| points.iter().map(|point| point[k].to_f64()).sum::<f64>() / count).collect();
        let apart = |point: &[R]| point.iter().zip(&mean).fold(0.0, |sum, (x, m)| sum + square(x.to_f64() - m));
        let whole: f64 = points.iter().map(|point| apart(point)).sum();
        if points.len() < 2 || whole == 0.0 || !whole.is_finite() {
            return None;
        }
        let at: Vec<[f64; 2]> = points.iter().map(|point| plane.project(point)).map(|p| [p.a, p.b]).collect();
        let middle = [0, 1].map(|axis| at.iter().map(|p| p[axis]).sum::<f64>() / count);
        let share = |a: f64, b: f64| {
            let part: f64 =
                at.iter().map(|p| plane.squared(a * (p[0] - middle[0]), b * (p[1] - middle[1]))).sum::<f64>() / whole;
            // A plane without extent holds no variance. Rounding must not push a share above 1.
            if part.is_finite() { part.min(1.0) } else { 0.0 }
        };
        Some(Held { total: share(1.0, 1.0), along: [share(1.0, 0.0), share(0.0, 1.0)] })
    }
}

fn square(x: f64) -> f64 {
    x * x
}
