//! Raw SVI, a smile of five parameters (J. Gatheral, "A parsimonious arbitrage-free implied volatility
//! parameterization with application to the valuation of volatility derivatives", Madrid 2004):
//! w(k) = a + b (ρ (k − m) + √((k − m)² + σ²)), the total variance σ_imp² T at the log-moneyness k = ln(K/F).

use crate::math::Real;

/// Names of the parameters, in order.
pub const NAMES: [&str; 5] = ["a", "b", "rho", "m", "sigma"];
/// Bounds of the parameters: b up to R. W. Lee's bound on the wings (2004), |ρ| below 1, σ positive.
pub const BOX: [[f64; 2]; 5] = [[-2.0, 2.0], [0.0, 2.0], [-0.999, 0.999], [-1.5, 1.5], [1e-4, 3.0]];

/// a, b, ρ, m, σ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Svi<R>(pub [R; 5]);

impl<R: Real> Svi<R> {
    /// w at k.
    pub fn variance(&self, k: R) -> R {
        let [a, b, rho, m, sigma] = self.0;
        let d = k - m;
        a + b * (rho * d + (d * d + sigma * sigma).sqrt())
    }

    /// w at k and its derivatives by a, b, ρ, m, σ.
    pub fn variance_and_slope(&self, k: R) -> (R, [R; 5]) {
        let [a, b, rho, m, sigma] = self.0;
        let d = k - m;
        let r = (d * d + sigma * sigma).sqrt();
        let arm = rho * d + r;
        (a + b * arm, [R::ONE, arm, b * d, -b * (rho + d / r), b * sigma / r])
    }

    /// w, ∂w/∂k and ∂²w/∂k².
    pub fn along(&self, k: R) -> [R; 3] {
        let [a, b, rho, m, sigma] = self.0;
        let d = k - m;
        let r = (d * d + sigma * sigma).sqrt();
        [a + b * (rho * d + r), b * (rho + d / r), b * sigma * sigma / (r * r * r)]
    }

    /// V. Durrleman's g(k) = (1 − k w'/2w)² − w'²/4 (1/w + 1/4) + w''/2, which has the sign of the price density: if it
    /// is negative, there is butterfly arbitrage (J. Gatheral, A. Jacquier, "Arbitrage-free SVI volatility surfaces",
    /// Quantitative Finance 14, 2014, equation 2.1). NaN for w ≤ 0.
    pub fn durrleman(&self, k: R) -> R {
        let [w, w1, w2] = self.along(k);
        if w <= R::ZERO {
            return R::of(f64::NAN);
        }
        let (half, quarter) = (R::of(0.5), R::of(0.25));
        let bracket = R::ONE - half * k * w1 / w;
        bracket * bracket - quarter * w1 * w1 * (R::ONE / w + quarter) + half * w2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A. Vogt's example, quoted by Gatheral and Jacquier (example 3.1).
    const VOGT: Svi<f64> = Svi([-0.0410, 0.1331, 0.3060, 0.3586, 0.4153]);

    #[test]
    fn vogts_smile_has_the_published_butterfly_arbitrage() {
        let table = include_str!("../../tests/data/svi_vogt_example.csv");
        let mut negative = 0;
        for line in table.lines().skip(1) {
            let row: Vec<f64> = line.split(',').map(|x| x.parse().expect("a number")).collect();
            let [w, w1, w2] = VOGT.along(row[0]);
            for (got, want) in [(w, row[1]), (w1, row[3]), (w2, row[4]), (VOGT.durrleman(row[0]), row[5])] {
                assert!((got - want).abs() < 1e-9, "{line}: {got} {want}");
            }
            assert!((w.sqrt() - row[2]).abs() < 1e-9, "{line}");
            negative += usize::from(row[5] < 0.0);
        }
        assert!(negative > 5, "{negative}");
    }

    #[test]
    fn slopes_are_differences() {
        for k in [-0.7, 0.0, 0.3586, 1.1] {
            let (_, slope) = VOGT.variance_and_slope(k);
            for p in 0..5 {
                let at = |by: f64| {
                    let mut moved = VOGT;
                    moved.0[p] += by;
                    moved.variance(k)
                };
                let difference = (at(1e-5) - at(-1e-5)) / 2e-5;
                assert!((slope[p] - difference).abs() < 1e-9, "{k} {p}");
            }
        }
    }
}
