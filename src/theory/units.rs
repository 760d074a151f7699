//! How much one unit's part of a squared norm varies from unit to unit.
//!
//! With one example these are moments of the activation: E\[φ⁴\]/E\[φ²\]² − 1 on the way up and 3 μ₂/μ₁² − 1 on the way down.
//! With a batch, a unit adds (Σᵢ eᵢ φ(hᵢ))² and Σᵢⱼ aᵢ·aⱼ eᵢ eⱼ φ′(hᵢ) φ′(hⱼ) gᵢ gⱼ, where the sums h and the slopes g from
//! above are normal with known kernels. Their moments are averages over drawn units.

use super::blocks::{Network, Normalised};
use super::gaussian::Curve;
use super::kernels::Wide;
use super::map::Moments;
use super::outputs::Draw;
use crate::math::random::{Purpose, Stream};

/// Units that are drawn.
const UNITS: usize = 512;
/// Networks over which their moments are averaged.
const NETWORKS: usize = 2;
/// The step in ln q for growth.
const STEP: f64 = 0.02;

/// Relative moments of a unit's part of the squared norms.
#[derive(Clone, Copy, Debug)]
pub struct Units {
    /// Of inputs to the next layer, and of slopes.
    pub variance: [f64; 2],
    /// Of the two.
    pub covariance: f64,
    /// d ln of the inputs' squared length / d ln q
    pub growth: f64,
    /// The same of the slopes.
    pub slope_growth: f64,
}

/// The units of hidden block k.
pub fn units(network: &Network, curve: &Curve, layer: &Wide, k: usize, draws: &[Draw]) -> Units {
    let (block, next) = (&network.blocks[k], &network.blocks[k + 1]);
    let plain = network.norm == Normalised::No;
    let mut units = if layer.sums.rows == 1 {
        single(curve, layer.sums.of(0), next.law.kurtosis, next.width as f64)
    } else {
        batch(curve, layer, draws)
    };
    // An orthogonal matrix keeps the length of a vector, which leaves less to fluctuate.
    if block.law.orthogonal && block.width == block.fan_in && plain {
        let (a, b) = (2.0 * units.growth, 2.0 * units.slope_growth);
        units.variance[0] -= 0.5 * a * a;
        units.variance[1] -= 0.5 * b * b;
        units.covariance -= 0.5 * a * b;
    }
    if next.law.orthogonal && next.width == block.width {
        units.variance[1] -= 2.0;
    }
    units.variance = units.variance.map(|variance| variance.max(0.0));
    units
}

/// One example: moments by quadrature.
fn single(curve: &Curve, q: f64, kurtosis: f64, above: f64) -> Units {
    let m = Moments::of(curve, q);
    // g is a sum over the units above; of few, it is not normal.
    let kurtosis = 3.0 + (kurtosis - 3.0) / above;
    Units {
        variance: [m.fourth / (m.square * m.square) - 1.0, kurtosis * m.slope_fourth / (m.slope * m.slope) - 1.0],
        covariance: m.mixed / (m.square * m.slope) - 1.0,
        growth: m.growth(),
        slope_growth: m.slope_growth(),
    }
}

/// A batch: averages over drawn units.
fn batch(curve: &Curve, layer: &Wide, draws: &[Draw]) -> Units {
    let rows = layer.sums.rows;
    let (sums, above) = (layer.sums.root(), layer.slopes[1].root());
    let mut random = Stream::new(1, Purpose::Outputs, 0);
    let mut normal = |root: &[f64], count: usize| {
        let mut values = vec![0.0; count * rows];
        let mut z = vec![0.0; rows];
        for unit in values.chunks_exact_mut(rows) {
            z.iter_mut().for_each(|z| *z = random.normal());
            for i in 0..rows {
                unit[i] = (0..=i).map(|j| root[i * rows + j] * z[j]).sum();
            }
        }
        values
    };
    let outputs = draws[0].slopes.len() / rows;
    let h = normal(&sums, UNITS);
    let g = normal(&above, UNITS * outputs);
    let (value, slope) = curve.at(&h);
    let wider: Vec<f64> = h.iter().map(|h| h * libm::exp(0.5 * STEP)).collect();
    let (wider_value, wider_slope) = curve.at(&wider);
    let mut whole = Units { variance: [0.0; 2], covariance: 0.0, growth: 0.0, slope_growth: 0.0 };
    let networks = &draws[..NETWORKS.min(draws.len())];
    for draw in networks {
        let forward = |value: &[f64]| {
            value
                .chunks_exact(rows)
                .map(|unit| draw.slopes.chunks_exact(rows).map(|e| square(dot(e, unit))).sum::<f64>())
                .collect::<Vec<f64>>()
        };
        let backward = |slope: &[f64]| {
            let mut d = vec![0.0; rows];
            (0..UNITS)
                .map(|unit| {
                    d.fill(0.0);
                    for (o, e) in draw.slopes.chunks_exact(rows).enumerate() {
                        let g = &g[(unit * outputs + o) * rows..][..rows];
                        for i in 0..rows {
                            d[i] += e[i] * g[i] * slope[unit * rows + i];
                        }
                    }
                    (0..rows).map(|i| d[i] * dot(&layer.entering.values[i * rows..][..rows], &d)).sum::<f64>()
                })
                .collect::<Vec<f64>>()
        };
        let (x, y) = (forward(&value), backward(&slope));
        let (mx, my) = (mean(&x), mean(&y));
        let covariance =
            |a: &[f64], b: &[f64], by: f64| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / UNITS as f64 / by - 1.0;
        whole.variance[0] += covariance(&x, &x, mx * mx);
        whole.variance[1] += covariance(&y, &y, my * my);
        whole.covariance += covariance(&x, &y, mx * my);
        whole.growth += libm::log(mean(&forward(&wider_value)) / mx) / STEP;
        whole.slope_growth += libm::log(mean(&backward(&wider_slope)) / my) / STEP;
    }
    let n = networks.len() as f64;
    Units {
        variance: whole.variance.map(|v| v / n),
        covariance: whole.covariance / n,
        // Measured for a common factor of all sums. What is passed on are differences between examples, which no layer
        // amplifies more than in proportion.
        growth: (whole.growth / n).min(1.0),
        slope_growth: whole.slope_growth / n,
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn square(x: f64) -> f64 {
    x * x
}
