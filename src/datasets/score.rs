//! How well outputs fit their targets, in the problem's own units.

use super::Targets;
use crate::math::Real;
use crate::objectives::Readout;

/// Which examples a score is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// All there are.
    Whole,
    /// Those trained on, where others are set aside.
    Train,
    /// Those set aside.
    Test,
}

/// A running count over pieces of the data.
pub struct Score<'a> {
    targets: &'a Targets,
    rows: usize,
    /// Right answers, or the sum of squared errors.
    sum: f64,
    count: usize,
}

impl<'a> Score<'a> {
    /// Nothing counted yet.
    pub fn new(targets: &'a Targets, rows: usize) -> Self {
        Self { targets, rows, sum: 0.0, count: 0 }
    }

    /// Counts a piece of outputs, [outputs, stride], whose first column is row `first`.
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

    /// The count in words and numbers.
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
