//! Expectations over two correlated normal variables, by series of Hermite polynomials (A. Daniely, R. Frostig,
//! Y. Singer, "Toward deeper understanding of neural networks", 2016): E\[f(u) g(v)\] = Σ_k f_k g_k c^k for standard normal
//! u and v with correlation c.

use super::gaussian::Sampled;

/// Terms of a series. What they leave out is kept as one more term.
pub const TERMS: usize = 64;

/// The coefficients of φ and φ′ at one variance.
#[derive(Clone, Debug)]
pub struct Series {
    value: [f64; TERMS],
    slope: [f64; TERMS],
    /// E\[φ²\] and E\[φ′²\] that the terms leave out.
    rest: [f64; 2],
}

impl Series {
    /// The coefficients f_k = E\[f(√q z) h_k(z)\], with normalised polynomials h_k.
    pub fn of(at: &Sampled) -> Self {
        let mut series = Self { value: [0.0; TERMS], slope: [0.0; TERMS], rest: [0.0; 2] };
        for k in 0..at.z.len() {
            let (z, y, d) = (at.z[k], at.weight[k] * at.value[k], at.weight[k] * at.slope[k]);
            let (mut before, mut now) = (0.0, 1.0);
            for n in 0..TERMS {
                series.value[n] += y * now;
                series.slope[n] += d * now;
                let n = n as f64;
                (before, now) = (now, (z * now - n.sqrt() * before) / (n + 1.0).sqrt());
            }
        }
        let sum = |terms: &[f64]| terms.iter().map(|f| f * f).sum::<f64>();
        let all = [at.mean(|_, y, _| y * y), at.mean(|_, _, d| d * d)];
        series.rest = [(all[0] - sum(&series.value)).max(0.0), (all[1] - sum(&series.slope)).max(0.0)];
        series
    }

    /// E\[φ(u) φ(v)\] at the correlation c.
    pub fn value(&self, c: f64) -> f64 {
        sum(&self.value, self.rest[0], c)
    }

    /// E\[φ′(u) φ′(v)\]
    pub fn slope(&self, c: f64) -> f64 {
        sum(&self.slope, self.rest[1], c)
    }
}

/// Σ f_k² c^k
fn sum(terms: &[f64; TERMS], rest: f64, c: f64) -> f64 {
    let (mut sum, mut power) = (0.0, 1.0);
    for f in terms {
        sum += f * f * power;
        power *= c;
    }
    // Of negative correlations, even and odd terms cancel.
    sum + if c > 0.0 { rest * power } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::gaussian::Curve;
    use super::*;
    use crate::activations::AnyActivation;
    use crate::registry::Settings;
    use std::f64::consts::PI;

    /// Y. Cho, L. Saul 2009: the arc-cosine kernels.
    #[test]
    fn pairs_of_rectified_variables_have_the_arc_cosine_kernels() {
        let relu = Series::of(&Curve::new(AnyActivation::named("relu", &Settings::default())).sampled(1.0));
        for c in [-1.0, -0.9, -0.5, 0.0, 0.3, 0.8, 0.95, 1.0_f64] {
            let angle = libm::acos(c);
            let value = (libm::sin(angle) + (PI - angle) * c) / (2.0 * PI);
            let slope = (PI - angle) / (2.0 * PI);
            assert!((relu.value(c) - value).abs() < 2e-4, "{c}: {} {value}", relu.value(c));
            assert!((relu.slope(c) - slope).abs() < 0.02, "{c}: {} {slope}", relu.slope(c));
        }
    }
}
