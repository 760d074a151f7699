//! Which gradient norm each layer has, for very wide layers.
//!
//! The gradient of a matrix is Σᵢ δᵢ aᵢᵀ over the examples of a batch: δ is the slope by the layer's sums, a its inputs.
//! Its squared norm is Σᵢⱼ (δᵢ·δⱼ)(aᵢ·aⱼ). In wide layers both products tend to kernels that follow from the layer
//! before and after: this sum is eᵀ Θ e, where e is the slope of the loss by the outputs and Θ the layer's part of the
//! neural tangent kernel (A. Jacot, F. Gabriel, C. Hongler 2018). For one example it is the theory of S. Schoenholz et
//! al. 2017: q from layer to layer on the way up, χ on the way down.

use super::blocks::{Network, Normalised};
use super::gaussian::Curve;
use super::hermite::Series;

/// A symmetric matrix over pairs of examples.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// Number of examples.
    pub rows: usize,
    /// The matrix, row by row.
    pub values: Vec<f64>,
}

impl Pairs {
    fn constant(rows: usize, value: f64) -> Self {
        Self { rows, values: vec![value; rows * rows] }
    }

    fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self { rows: self.rows, values: self.values.iter().map(|v| f(*v)).collect() }
    }

    fn indexed(&self, f: impl Fn(usize, usize, f64) -> f64) -> Self {
        let values = self.values.iter().enumerate().map(|(at, v)| f(at / self.rows, at % self.rows, *v)).collect();
        Self { rows: self.rows, values }
    }

    /// Σᵢⱼ of the products with another one.
    pub fn dot(&self, other: &Self) -> f64 {
        self.values.iter().zip(&other.values).map(|(a, b)| a * b).sum()
    }

    /// A lower triangular root. Where examples coincide, the rest is rounding and counts as zero.
    pub fn root(&self) -> Vec<f64> {
        let rows = self.rows;
        let mut root = vec![0.0; rows * rows];
        for i in 0..rows {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| root[i * rows + k] * root[j * rows + k]).sum();
                let left = self.values[i * rows + j] - known;
                root[i * rows + j] = if i == j {
                    if left > 1e-12 * self.of(i) { left.sqrt() } else { 0.0 }
                } else if root[j * (rows + 1)] > 0.0 {
                    left / root[j * (rows + 1)]
                } else {
                    0.0
                };
            }
        }
        root
    }

    fn with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let values = self.values.iter().zip(&other.values).map(|(a, b)| f(*a, *b)).collect();
        Self { rows: self.rows, values }
    }

    /// The value of one example with itself.
    pub fn of(&self, row: usize) -> f64 {
        self.values[row * self.rows + row]
    }

    /// The mean over the examples, each with itself.
    pub fn mean(&self) -> f64 {
        (0..self.rows).map(|row| self.of(row)).sum::<f64>() / self.rows as f64
    }

    fn scale_own(&mut self, factor: f64) {
        (0..self.rows).for_each(|row| self.values[row * (self.rows + 1)] *= factor);
    }

    fn largest(&self) -> f64 {
        self.values.iter().fold(0.0, |largest, v| largest.max(v.abs()))
    }
}

/// A layer in the limit of wide layers.
pub struct Wide {
    /// ln of the factor by which `tangent` has to be multiplied.
    pub ln_factor: f64,
    /// The layer's part of the tangent kernel.
    pub tangent: Pairs,
    /// E\[hᵢ hⱼ\] of the sums, as they enter the activation.
    pub sums: Pairs,
    /// aᵢ·aⱼ of the layer's inputs, and 1 for a bias.
    pub entering: Pairs,
    /// δᵢ·δⱼ of the slopes by the layer's sums, and by the block's outputs; up to a factor.
    pub slopes: [Pairs; 2],
    /// Mean second moment of the sums, before normalisation.
    pub q: f64,
    /// Shares in the squared length of a block's output: of the body, and of its product with the skip connection.
    pub body: [f64; 2],
    /// The share of the body in the squared slopes at a block's input.
    pub slope_body: f64,
}

/// The layers of a network, and the kernel of its outputs.
pub struct WideNetwork {
    /// The layers, first to last.
    pub layers: Vec<Wide>,
    /// E\[yᵢ yⱼ\] of an output.
    pub outputs: Pairs,
}

/// The network on examples with these products, xᵢ·xⱼ.
pub fn wide(network: &Network, curve: &Curve, inputs: Pairs) -> WideNetwork {
    let rows = inputs.rows;
    let count = network.blocks.len();
    // aᵢ·aⱼ, summed over units.
    let mut below = inputs;
    // E[a] of each example.
    let mut means = vec![0.0; rows];
    let (mut layers, mut slopes) = (Vec::new(), Vec::new());
    let mut outputs = Pairs::constant(rows, 0.0);
    for (k, block) in network.blocks.iter().enumerate() {
        let bias = if block.has_bias { network.bias } else { 0.0 };
        let sums = below.map(|product| block.law.variance * product + bias);
        let entering = below.map(|product| product + f64::from(u8::from(block.has_bias)));
        let normalised = network.norm != Normalised::No && k + 1 < count;
        let length = |i: usize, j: usize| (sums.of(i) * sums.of(j)).sqrt().max(1e-300);
        let seen = if normalised { sums.indexed(|i, j, product| product / length(i, j)) } else { sums.clone() };
        layers.push(Wide {
            ln_factor: 0.0,
            tangent: entering.clone(),
            sums: seen,
            entering,
            slopes: [Pairs::constant(0, 0.0), Pairs::constant(0, 0.0)],
            q: sums.mean(),
            body: [1.0, 0.0],
            slope_body: 1.0,
        });
        if k + 1 == count {
            outputs = sums;
            break;
        }
        let size = |row: usize| if normalised { 1.0 } else { sums.of(row) };
        let series: Vec<Series> = (0..rows).map(|row| Series::of(&curve.sampled(size(row)))).collect();
        let (mut values, mut slope) = (Pairs::constant(rows, 0.0), Pairs::constant(rows, 0.0));
        for i in 0..rows {
            for j in 0..=i {
                let lengths = (sums.of(i) * sums.of(j)).sqrt();
                let c = if i == j { 1.0 } else { correlation(sums.values[i * rows + j], lengths) };
                let (value, mut product) = series[i].pair(&series[j], c);
                if normalised {
                    product /= lengths.max(1e-300);
                }
                for at in [i * rows + j, j * rows + i] {
                    values.values[at] = value;
                    slope.values[at] = product;
                }
            }
        }
        let own: Vec<f64> = series.iter().map(Series::mean).collect();
        let width = block.width as f64;
        if let Some(s) = block.skip {
            let around = below.map(|product| product / width);
            let mut after = around.clone();
            for at in 0..rows * rows {
                let (i, j) = (at / rows, at % rows);
                let mixed = s * (means[i] * own[j] + means[j] * own[i]);
                after.values[at] += s * s * values.values[at] + mixed;
            }
            let total = after.mean();
            let body = s * s * values.mean() / total;
            layers[k].body = [body, 4.0 * body * (around.mean() / total)];
            means.iter_mut().zip(&own).for_each(|(mean, own)| *mean += s * own);
            values = after;
            slope = slope.map(|product| s * s * product);
        } else {
            means = own;
        }
        values.scale_own(1.0 / network.keep);
        slope.scale_own(1.0 / network.keep);
        below = values.map(|value| width * value);
        slopes.push(slope);
    }
    // Slopes by the outputs of blocks, summed over units, in units of those by the network's outputs.
    let (mut above, mut ln_factor) = (Pairs::constant(rows, 1.0), 0.0);
    for k in (0..count).rev() {
        let block = &network.blocks[k];
        let at_sums = if k + 1 == count { above.clone() } else { above.with(&slopes[k], |a, b| a * b) };
        layers[k].tangent = layers[k].tangent.with(&at_sums, |a, b| a * b);
        layers[k].ln_factor = ln_factor;
        layers[k].slopes = [at_sums.clone(), above.clone()];
        let back = block.fan_in as f64 * block.law.variance;
        let through = at_sums.map(|slope| back * slope);
        above = match block.skip {
            Some(_) => {
                let after = above.with(&through, |a, b| a + b);
                layers[k].slope_body = through.mean() / after.mean();
                after
            }
            None => through,
        };
        // Deep networks would leave the range of numbers.
        let largest = above.largest();
        if largest > 0.0 && largest.is_finite() {
            above = above.map(|v| v / largest);
            ln_factor += libm::log(largest);
        }
    }
    WideNetwork { layers, outputs }
}

fn correlation(product: f64, lengths: f64) -> f64 {
    if lengths > 0.0 { (product / lengths).clamp(-1.0, 1.0) } else { 0.0 }
}
