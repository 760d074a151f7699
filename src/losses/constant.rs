//! The loss of the best constant answer: what a network reaches that ignores its inputs.

use super::{AnyLoss, Shape};
use crate::math::kernels::stride;

/// Halvings of the interval that holds the best constant: enough for a double.
const HALVINGS: usize = 60;
/// A logit for a class that never occurs.
const NEVER: f64 = -40.0;

impl AnyLoss {
    /// The mean loss if every example gets the same outputs, the best ones. `targets` is [targets, rows].
    ///
    /// For cross-entropy the best logits are the logarithms of the class frequencies, and the loss is their entropy.
    /// All other losses are convex in each output, so the best constant is where the mean slope changes its sign.
    pub fn of_best_constant(&self, targets: &[f64], outputs: usize, rows: usize) -> f64 {
        let mean = 1.0 / self.terms(rows, outputs) as f64;
        if self.takes_classes() {
            let count = |class: usize| targets.iter().filter(|target| **target as usize == class).count();
            let logits: Vec<f64> = (0..outputs)
                .map(|class| match count(class) {
                    0 => NEVER,
                    count => libm::log(count as f64 / rows as f64),
                })
                .collect();
            return self.at_constant(&logits, targets, rows, mean).0;
        }
        targets.chunks_exact(rows).map(|target| self.at_best(target, rows, mean)).sum()
    }

    /// The least loss of one output.
    fn at_best(&self, target: &[f64], rows: usize, mean: f64) -> f64 {
        let reach = target.iter().fold(-NEVER, |reach, t| reach.max(t.abs()));
        let (mut low, mut high) = (-reach, reach);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.at_constant(&[middle], target, rows, mean).1 > 0.0 { high = middle } else { low = middle }
        }
        self.at_constant(&[0.5 * (low + high)], target, rows, mean).0
    }

    /// The loss at constant outputs, and the sum of its slopes.
    fn at_constant(&self, outputs: &[f64], targets: &[f64], rows: usize, mean: f64) -> (f64, f64) {
        let stride = stride(rows);
        let spread = |values: &mut dyn Iterator<Item = f64>| {
            let mut row: Vec<f64> = values.collect();
            row.resize(stride, 0.0);
            row
        };
        let output: Vec<f64> = outputs.iter().flat_map(|y| spread(&mut std::iter::repeat_n(*y, rows))).collect();
        let target: Vec<f64> = targets.chunks_exact(rows).flat_map(|t| spread(&mut t.iter().copied())).collect();
        let mut slope = vec![0.0; output.len()];
        let shape = Shape { outputs: outputs.len(), columns: rows, stride };
        let loss = self.value_and_slope(&output, &target, shape, mean, &mut slope);
        (loss, slope.iter().sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::{Bce, CrossEntropy, Mae, Mse};

    #[test]
    fn it_is_variance_mean_deviation_or_entropy() {
        let numbers = [1.0, 2.0, 3.0, 4.0, 10.0];
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        close(AnyLoss::Mse(Mse).of_best_constant(&numbers, 1, 5), 10.0);
        close(AnyLoss::Mae(Mae).of_best_constant(&numbers, 1, 5), (2.0 + 1.0 + 0.0 + 1.0 + 7.0) / 5.0);
        let entropy = |p: &[f64]| p.iter().map(|p| -p * libm::log(*p)).sum::<f64>();
        close(AnyLoss::Bce(Bce).of_best_constant(&[0.0, 1.0, 1.0, 1.0], 1, 4), entropy(&[0.25, 0.75]));
        let classes = [0.0, 1.0, 1.0, 3.0];
        close(AnyLoss::CrossEntropy(CrossEntropy).of_best_constant(&classes, 4, 4), entropy(&[0.25, 0.5, 0.25]));
        // Two outputs, each with its own best constant; the mean is over both.
        close(AnyLoss::Mse(Mse).of_best_constant(&[0.0, 2.0, 5.0, 9.0], 2, 2), (1.0 + 4.0) / 2.0);
    }
}
