//! The outputs of random networks: normal with the kernel of the last layer (R. Neal 1996; J. Lee et al. 2018). The slopes
//! of the loss there begin the backward pass.

use super::kernels::Pairs;
use super::spread::Spread;
use crate::losses::{AnyLoss, Shape};
use crate::math::random::{Purpose, Stream};

/// Networks that are drawn.
pub const DRAWS: usize = 128;

/// The slopes of the loss by the outputs of one random network.
pub struct Draw {
    /// e, [outputs, rows].
    pub slopes: Vec<f64>,
    /// Σ over the outputs of eᵢ eⱼ.
    pub products: Pairs,
}

/// Slopes of the loss by the outputs in random networks.
pub fn draws(kernel: &Pairs, loss: &AnyLoss, target: &[f64], outputs: usize) -> Vec<Draw> {
    let rows = kernel.rows;
    let root = kernel.root();
    let shape = Shape { outputs, columns: rows, stride: rows };
    let mut random = Stream::new(0, Purpose::Outputs, 0);
    let (mut y, mut e, mut z) = (vec![0.0; outputs * rows], vec![0.0; outputs * rows], vec![0.0; rows]);
    let draw = |_| {
        for output in y.chunks_exact_mut(rows) {
            z.iter_mut().for_each(|z| *z = random.normal());
            for i in 0..rows {
                output[i] = (0..=i).map(|j| root[i * rows + j] * z[j]).sum();
            }
        }
        loss.value_and_slope(&y, target, shape, 1.0, &mut e);
        let mut products = vec![0.0; rows * rows];
        for e in e.chunks_exact(rows) {
            for (at, product) in products.iter_mut().enumerate() {
                *product += e[at / rows] * e[at % rows];
            }
        }
        Draw { slopes: e.clone(), products: Pairs { rows, values: products } }
    };
    (0..DRAWS).map(draw).collect()
}

/// A quantile of a mixture of equally likely normal variables: these centres plus one spread.
pub fn quantile(centres: &[f64], spread: Spread, share: f64) -> f64 {
    let std = spread.variance.sqrt().max(1e-9);
    let below = |x: f64| {
        let sum: f64 = centres.iter().map(|centre| normal_below((x - centre - spread.mean) / std)).sum();
        sum / centres.len() as f64
    };
    let ends = centres.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], c| [low.min(*c), high.max(*c)]);
    let (mut low, mut high) = (ends[0] + spread.mean - 9.0 * std, ends[1] + spread.mean + 9.0 * std);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if below(middle) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// P(z < x) of a standard normal variable.
fn normal_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}
