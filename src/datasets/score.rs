//! Accuracy or error of outputs, in the problem's own units.

use super::Targets;
use crate::losses::AnyLoss;
use crate::math::Real;
use crate::readout::Readout;

/// The examples of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// All examples.
    Whole,
    /// The training set, if there is also a test set.
    Train,
    /// The test set.
    Test,
}

/// A score, accumulated over pieces of the data.
pub struct Score<'a> {
    targets: &'a Targets,
    rows: usize,
    /// Number of right predictions, or sum of squared errors.
    sum: f64,
    count: usize,
}

impl<'a> Score<'a> {
    /// An empty score.
    pub fn new(targets: &'a Targets, rows: usize) -> Self {
        Self { targets, rows, sum: 0.0, count: 0 }
    }

    /// Adds a piece of outputs, [outputs, stride], whose first column is row `first`.
    pub fn add<R: Real>(&mut self, output: &[R], outputs: usize, (first, columns): (usize, usize), stride: usize) {
        for b in 0..columns {
            let row = first + b;
            let at = |k: usize| output[k * stride + b].to_f64();
            match self.targets {
                Targets::Classes { of, .. } => {
                    let answer = if outputs == 1 {
                        usize::from(at(0) > 0.0)
                    } else {
                        (1..outputs).fold(0, |best, k| if at(k) > at(best) { k } else { best })
                    };
                    self.sum += f64::from(u8::from(answer == of[row]));
                    self.count += 1;
                }
                Targets::Values { values, .. } => {
                    for k in 0..outputs {
                        let error = at(k) - values[k * self.rows + row];
                        self.sum += error * error;
                        self.count += 1;
                    }
                }
            }
        }
    }

    /// The score as a metric.
    pub fn readout(&self, set: Set) -> Readout {
        let mean = self.sum / self.count.max(1) as f64;
        match self.targets {
            Targets::Classes { .. } => {
                let label = ["Accuracy", "Training accuracy", "Test accuracy"][set as usize];
                Readout { label, value: 100.0 * mean, unit: "%" }
            }
            Targets::Values { scale, unit, .. } => {
                let label = ["RMSE", "Training RMSE", "Test RMSE"][set as usize];
                Readout { label, value: mean.sqrt() * scale, unit }
            }
        }
    }
}

/// Class probabilities, [classes, n], from raw outputs, [outputs, n]: sigmoid or softmax of the logits. Regression
/// losses have targets −1 and 1, which become 0 and 1.
pub fn class_probabilities(loss: &AnyLoss, outputs: usize, mut raw: Vec<f64>) -> Vec<f64> {
    let n = raw.len() / outputs;
    if loss.takes_classes() {
        for b in 0..n {
            let largest = (0..outputs).fold(f64::NEG_INFINITY, |largest, k| largest.max(raw[k * n + b]));
            let total: f64 = (0..outputs).map(|k| libm::exp(raw[k * n + b] - largest)).sum();
            (0..outputs).for_each(|k| raw[k * n + b] = libm::exp(raw[k * n + b] - largest) / total);
        }
    } else if matches!(loss, AnyLoss::Bce(_)) {
        raw.iter_mut().for_each(|z| *z = 1.0 / (1.0 + libm::exp(-*z)));
    } else {
        raw.iter_mut().for_each(|z| *z = (0.5 + 0.5 * *z).clamp(0.0, 1.0));
    }
    if outputs > 1 {
        return raw;
    }
    raw.iter().map(|share| 1.0 - share).chain(raw.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::{Bce, CrossEntropy};

    #[test]
    fn shares_of_classes_add_up_to_all_whatever_the_logits() {
        for loss in [AnyLoss::Bce(Bce), AnyLoss::CrossEntropy(CrossEntropy)] {
            let outputs = if loss.takes_classes() { 3 } else { 1 };
            let raw: Vec<f64> = [-1000.0, -2.0, 0.0, 3.0, 1000.0, 7.0].into_iter().cycle().take(6 * outputs).collect();
            let shares = class_probabilities(&loss, outputs, raw);
            for b in 0..6 {
                let total: f64 = shares.iter().skip(b).step_by(6).sum();
                assert!((total - 1.0).abs() < 1e-12, "{total}");
            }
        }
        assert_eq!(class_probabilities(&AnyLoss::Bce(Bce), 1, vec![0.0]), [0.5, 0.5]);
    }
}
