//! How far networks of finite width lie from the prediction for wide ones.
//!
//! A layer of n units has a mean over n random terms where a wide one has an expectation. On the way down, the mean of
//! φ′² g² (g normal) fluctuates by (3 μ₂/μ₁² − 1)/n, μ_k = E\[φ′^{2k}\]; for ReLU that is 5/n (B. Hanin, M. Nica 2018). On
//! the way up, the mean of φ² fluctuates by (E\[φ⁴\]/E\[φ²\]² − 1)/n, which the layers above pass on and which moves their
//! slopes. Both happen in the same units, so they are correlated. Logarithms of small fluctuations add up, and their
//! sum over the layers is close to normal.

use super::blocks::{Network, Normalised};
use super::gaussian::Curve;
use super::kernels::Wide;
use super::outputs::Draw;
use super::units::{Units, units};

/// The distribution of ln of a layer's squared gradient norm over the last layer's, around that of wide layers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread {
    /// Its mean.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
}

/// The independent fluctuations of a layer.
const SOURCES: usize = 4;
const FORWARD: usize = 0;
const BACKWARD: usize = 1;
const SKIP: usize = 2;
const SLOPE_SKIP: usize = 3;

/// The answer of a quantity to each source of each layer.
type Answer = Vec<[f64; SOURCES]>;

struct Noise {
    variance: [f64; SOURCES],
    /// Of forward and backward.
    covariance: f64,
}

/// The spread of each layer, first to last; the last one's is zero.
pub fn spread(network: &Network, curve: &Curve, layers: &[Wide], draws: &[Draw]) -> Vec<Spread> {
    let count = network.blocks.len();
    let hidden = count - 1;
    let zero: Answer = vec![[0.0; SOURCES]; hidden];
    let scaled =
        |answer: &Answer, factor: f64| -> Answer { answer.iter().map(|of| of.map(|value| value * factor)).collect() };
    let added = |one: &Answer, other: &Answer| -> Answer {
        one.iter().zip(other).map(|(a, b)| std::array::from_fn(|k| a[k] + b[k])).collect()
    };
    let normalised = network.norm != Normalised::No;
    let (mut noises, mut lengths, mut turns) = (Vec::new(), vec![zero.clone()], Vec::new());
    for (k, block) in network.hidden().iter().enumerate() {
        let layer = &layers[k];
        let moments = units(network, curve, layer, k, draws);
        let bias = if block.has_bias { network.bias } else { 0.0 };
        let sums = scaled(&lengths[k], 1.0 - bias / layer.q);
        noises.push(noise(network, k, &moments, layer));
        // ln of the body's squared length and of the mean squared slope.
        let (mut body, mut slope) = match normalised {
            true => (zero.clone(), scaled(&sums, -1.0)),
            false => (scaled(&sums, moments.growth), scaled(&sums, moments.slope_growth)),
        };
        body[k][FORWARD] = 1.0;
        slope[k][BACKWARD] = 1.0;
        let mut after = added(&scaled(&body, layer.body[0]), &scaled(&lengths[k], 1.0 - layer.body[0]));
        after[k][SKIP] = 1.0;
        lengths.push(after);
        turns.push(slope);
    }
    let entering = |k: usize| scaled(&lengths[k], weight_share(&layers[k], draws));
    let last = entering(hidden);
    let mut spreads = vec![Spread::default(); count];
    let mut above = zero.clone();
    for k in (0..hidden).rev() {
        let at_sums = added(&above, &turns[k]);
        let whole = added(&added(&at_sums, &entering(k)), &scaled(&last, -1.0));
        spreads[k] = total(&whole, &noises);
        let share = layers[k].slope_body;
        above = added(&scaled(&at_sums, share), &scaled(&above, 1.0 - share));
        above[k][SLOPE_SKIP] = 1.0;
    }
    spreads
}

/// The share of the weights, beside the biases, in a layer's squared gradient norm.
fn weight_share(layer: &Wide, draws: &[Draw]) -> f64 {
    let share = |draw: &Draw| {
        let whole = draw.products.dot(&layer.tangent);
        let inner =
            |at: usize| draw.products.values[at] * layer.slopes[0].values[at] * (layer.entering.values[at] - 1.0);
        (0..layer.tangent.values.len()).map(inner).sum::<f64>() / whole
    };
    draws.iter().map(share).sum::<f64>() / draws.len() as f64
}

/// The fluctuations in the units of hidden block k.
fn noise(network: &Network, k: usize, units: &Units, layer: &Wide) -> Noise {
    let n = network.blocks[k].width as f64;
    let [body, cross] = layer.body;
    let crossing = if body < 1.0 { cross / n } else { 0.0 };
    let slope_share = layer.slope_body;
    let slope_crossing = 4.0 * slope_share * (1.0 - slope_share) / n;
    let [forward, backward] = units.variance.map(|variance| variance / n);
    Noise { variance: [forward, backward, crossing, slope_crossing], covariance: units.covariance / n }
}

/// A mean of n squares is close to a gamma variable: with relative variance v, its logarithm has the mean −v/2 − v²/12
/// and the variance v + v²/2 + v³/6.
fn total(answer: &Answer, noises: &[Noise]) -> Spread {
    let mut spread = Spread::default();
    for (of, noise) in answer.iter().zip(noises) {
        for k in 0..SOURCES {
            let v = noise.variance[k];
            spread.mean -= of[k] * (v / 2.0 + v * v / 12.0);
            spread.variance += of[k] * of[k] * (v + v * v / 2.0 + v * v * v / 6.0);
        }
        spread.variance += 2.0 * of[FORWARD] * of[BACKWARD] * noise.covariance;
    }
    spread.variance = spread.variance.max(0.0);
    spread
}
