//! The gradient norms of a random network of finite width.
//!
//! The squared norm of a matrix's gradient is Σᵢⱼ (δᵢ·δⱼ)(aᵢ·aⱼ) over the examples: δ is the slope by the layer's sums, a its
//! inputs. Both passes are drawn as [`conditioned`](super::conditioned) says. In the limit of wide layers the products
//! become kernels (A. Jacot, F. Gabriel, C. Hongler 2018); for one example they give q and χ of S. Schoenholz et al. 2017. How far
//! they lie from there is the spread of B. Hanin, M. Nica 2018.

use super::blocks::{Network, Normalised};
use super::conditioned::{Matrix, Normals, Size, products};
use super::gaussian::Curve;
use super::normalise::Normal;
use crate::losses::{AnyLoss, Shape};

/// A network, and the examples of a batch.
pub struct Finite<'a> {
    /// The network.
    pub network: &'a Network,
    /// Its activation.
    pub curve: &'a Curve,
    /// The loss.
    pub loss: &'a AnyLoss,
    /// Number of outputs.
    pub outputs: usize,
    /// The inputs, [features, stride].
    pub inputs: &'a [f64],
    /// What the loss compares with, [targets, stride].
    pub targets: &'a [f64],
    /// The size of the batch.
    pub size: Size,
}

/// A block on the way down.
struct Passed {
    matrix: Matrix,
    /// aᵢ·aⱼ of its inputs.
    products: Vec<f64>,
    /// The slopes of the block's body by its normalised sums; empty for the outputs.
    slopes: Vec<f64>,
    normal: Option<Normal>,
}

impl Finite<'_> {
    /// ln of the squared gradient norm of each matrix with its biases, first to last, in one random network.
    pub fn draw(&self, random: &mut Normals) -> Vec<f64> {
        let (passed, outputs) = self.forward(random);
        let stride = self.size.stride;
        let shape = Shape { outputs: self.outputs, columns: self.size.rows, stride };
        // Rounded as in a run: where outputs are tiny, the slopes of a balanced batch add up to exactly zero.
        let mut slopes = vec![0.0_f32; self.outputs * stride];
        self.loss.value_and_slope(&rounded(&outputs), &rounded(self.targets), shape, 1.0, &mut slopes);
        self.backward(&passed, slopes.into_iter().map(f64::from).collect(), random)
    }

    /// The blocks and the outputs.
    fn forward(&self, random: &mut Normals) -> (Vec<Passed>, Vec<f64>) {
        let Network { blocks, norm, bias, keep, epsilon, .. } = self.network;
        let (mut below, mut passed) = (self.inputs.to_vec(), Vec::new());
        for (k, block) in blocks.iter().enumerate() {
            let own = products(&below, self.size);
            let bias = if block.has_bias { *bias } else { 0.0 };
            let (matrix, mut sums) = Matrix::draw(block, &below, &own, bias, self.size, random);
            if k + 1 == blocks.len() {
                passed.push(Passed { matrix, products: own, slopes: Vec::new(), normal: None });
                return (passed, sums);
            }
            let normal = (*norm != Normalised::No).then(|| Normal::forward(*norm, *epsilon, &mut sums, self.size));
            let (mut values, mut slopes) = self.curve.at(&sums);
            slopes.iter_mut().for_each(|slope| *slope = f64::from(*slope as f32));
            if *keep < 1.0 {
                for (value, slope) in values.iter_mut().zip(&mut slopes) {
                    let mask = if random.happens(*keep) { 1.0 / keep } else { 0.0 };
                    (*value, *slope) = (*value * mask, *slope * mask);
                }
            }
            if let Some(factor) = block.skip {
                values.iter_mut().zip(&below).for_each(|(value, around)| *value = around + factor * *value);
                slopes.iter_mut().for_each(|slope| *slope *= factor);
            }
            passed.push(Passed { matrix, products: own, slopes, normal });
            below = values;
        }
        (passed, below)
    }

    fn backward(&self, passed: &[Passed], outputs: Vec<f64>, random: &mut Normals) -> Vec<f64> {
        let Size { rows, stride } = self.size;
        let mut norms = vec![0.0; passed.len()];
        let (mut above, mut ln_factor) = (outputs, 0.0);
        for (k, at) in passed.iter().enumerate().rev() {
            let block = &self.network.blocks[k];
            let mut slopes = above.clone();
            slopes.iter_mut().zip(&at.slopes).for_each(|(slope, own)| *slope *= own);
            if let Some(normal) = &at.normal {
                normal.backward(&mut slopes, self.size);
            }
            let own = products(&slopes, self.size);
            let row = |i: usize| {
                let pairs = own[i * stride..][..rows].iter().zip(&at.products[i * stride..]);
                pairs.map(|(slopes, inputs)| slopes * inputs).sum::<f64>()
            };
            let weights = (0..rows).map(row).sum::<f64>().max(0.0);
            // Not by products: of these sums, examples may cancel all but the last digits.
            let biases =
                slopes.chunks_exact(stride).map(|unit| unit.iter().sum::<f64>()).map(|sum| sum * sum).sum::<f64>();
            norms[k] = libm::log(weights + if block.has_bias { biases } else { 0.0 }) + ln_factor;
            if k == 0 {
                break;
            }
            let mut back = at.matrix.back(&slopes, &own, random);
            if block.skip.is_some() {
                back.iter_mut().zip(&above).for_each(|(back, around)| *back += around);
            }
            // Deep networks would leave the range of numbers.
            let largest = back.iter().fold(0.0_f64, |largest, v| largest.max(v.abs()));
            if largest > 0.0 && largest.is_finite() {
                back.iter_mut().for_each(|v| *v /= largest);
                ln_factor += 2.0 * libm::log(largest);
            }
            above = back;
        }
        norms
    }
}

fn rounded(values: &[f64]) -> Vec<f32> {
    values.iter().map(|value| *value as f32).collect()
}

/// A quantile of a smooth distribution around these draws: each stands for a normal one, a third as wide as all.
pub fn quantile(draws: &[f64], share: f64) -> f64 {
    const WIDTH: f64 = 0.35;
    let count = draws.len() as f64;
    let mean = draws.iter().sum::<f64>() / count;
    let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0).max(1.0);
    // Draws move together, so that the variance stays.
    let closer = 1.0 / (1.0 + WIDTH * WIDTH).sqrt();
    let std = (WIDTH * closer * variance.sqrt()).max(1e-9);
    let below = |x: f64| {
        let one = |draw: &f64| libm::erfc((mean + closer * (draw - mean) - x) / std * std::f64::consts::FRAC_1_SQRT_2);
        0.5 * draws.iter().map(one).sum::<f64>() / count
    };
    let reach = 9.0 * variance.sqrt() + 1e-6;
    let (mut low, mut high) = (mean - reach, mean + reach);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if below(middle) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
