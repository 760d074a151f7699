//! The spread of a noisy gradient: norms and deviation over other random draws.

use super::Run;
use crate::clips::Gradient;
use crate::math::{Real, norm};
use crate::objectives::{Batch, Noise, Rows};

/// No run reaches this step, so its noise is unused.
const FIRST_UNUSED_STEP: u64 = (1 << 52) + 1;

/// Statistics of gradients at the present parameters, over noise that no step uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Norm of each gradient.
    pub norms: Vec<f64>,
    /// Norm of their mean.
    pub mean: f64,
    /// Root mean square distance from the mean.
    pub deviation: f64,
    /// The threshold in force, if the clip bounds the norm.
    pub threshold: Option<f64>,
    /// Norm of the mean of the clipped gradients.
    pub clipped_mean: f64,
    /// Root mean square distance of the clipped gradients from their mean.
    pub clipped_deviation: f64,
}

impl<R: Real> Run<R> {
    /// The spread over this many draws. Without noise, all draws are equal.
    pub fn spread(&self, draws: usize) -> Spread {
        let objective = self.objective();
        let (count, mut work) = (self.params.len(), objective.workspace(objective.rows()));
        let mut gradient = vec![R::ZERO; count];
        let (mut raw, mut clipped) = (Moments::new(count), Moments::new(count));
        let mut norms = Vec::with_capacity(draws);
        for draw in 0..draws as u64 {
            let noise = Some(Noise { seed: self.seed, step: FIRST_UNUSED_STEP + draw });
            let batch = Batch { rows: Rows::All, noise, loss_scale: 1.0 };
            objective.gradient(&self.params, batch, &mut gradient, &mut work, &mut ());
            norms.push(norm(&gradient));
            raw.add(&gradient);
            let (values, norm) = (&mut gradient[..], norms[draw as usize]);
            let shared = Gradient {
                values,
                norm,
                params: &self.params,
                layout: objective.layout(),
                norm_history: &self.norm_history,
            };
            self.rule().clip.apply(shared, &mut self.memory.clip.clone());
            clipped.add(&gradient);
        }
        let threshold = self.frame.threshold.filter(|_| self.rule().clip.traits().bounds_norm);
        let ((mean, deviation), (clipped_mean, clipped_deviation)) = (raw.result(draws), clipped.result(draws));
        Spread { norms, mean, deviation, threshold, clipped_mean, clipped_deviation }
    }
}

/// Sums of vectors and of their squares.
struct Moments {
    sum: Vec<f64>,
    squares: f64,
}

impl Moments {
    fn new(count: usize) -> Self {
        Self { sum: vec![0.0; count], squares: 0.0 }
    }

    fn add<R: Real>(&mut self, vector: &[R]) {
        for (sum, x) in self.sum.iter_mut().zip(vector) {
            *sum += x.to_f64();
            self.squares += x.to_f64() * x.to_f64();
        }
    }

    /// Norm of the mean and the root mean square distance from it, with Bessel's correction.
    fn result(&self, draws: usize) -> (f64, f64) {
        let n = draws as f64;
        let mean = norm(&self.sum) / n;
        let variance = (self.squares - n * mean * mean).max(0.0) / (n - 1.0).max(1.0);
        (mean, variance.sqrt())
    }
}
