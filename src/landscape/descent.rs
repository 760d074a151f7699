//! A descent as planes see it: the parameters that a run has kept on its way, and how much of their spread a plane
//! holds.

use super::curvature::Bend;
use super::{Plane, Section};
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::Settings;
use serde::{Deserialize, Serialize};

/// Points that a spread is measured over: enough for a smooth curve, few enough to be free beside the training.
const MOST: usize = 64;

/// The way of a run, up to a step.
pub struct Descent<'a, R> {
    /// How the parameters are divided.
    pub layout: &'a Layout,
    /// Seed of random directions.
    pub seed: u64,
    /// θ₀
    pub start: &'a [R],
    /// Parameters on the way, oldest first, the present ones last, all of them finite.
    pub points: Vec<&'a [R]>,
    /// The present step.
    pub step: u64,
    /// The present gradient.
    pub gradient: &'a [R],
    /// What was chosen of planes.
    pub settings: &'a Settings,
    /// How the loss bends, where that was last looked at.
    pub bend: Option<&'a Bend>,
    /// Where other starts came to.
    pub solutions: Option<&'a Solutions>,
    /// What was drawn before.
    pub before: Option<&'a Section<R>>,
}

/// Where this run and the same one from two other starts come to in as many steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solutions {
    /// How many steps.
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
    /// Along its first and its second direction; they add up to the whole where the two are at right angles.
    pub along: [f64; 2],
}

impl<R: Real> Descent<'_, R> {
    /// About `MOST` of the points, evenly spread, the first and the present one among them.
    pub fn sample(&self) -> Vec<&[R]> {
        let stride = self.points.len().div_ceil(MOST).max(1);
        let last = self.points.len().saturating_sub(1);
        let wanted = |k: &usize| k.is_multiple_of(stride) || *k == last;
        (0..self.points.len()).filter(wanted).map(|k| self.points[k]).collect()
    }

    /// How much of the descent's variance the plane holds; `None` while nothing has moved.
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
            // A plane without extent holds nothing; rounding must not make more than everything.
            if part.is_finite() { part.min(1.0) } else { 0.0 }
        };
        Some(Held { total: share(1.0, 1.0), along: [share(1.0, 0.0), share(0.0, 1.0)] })
    }
}

fn square(x: f64) -> f64 {
    x * x
}
