//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Density φ(x) = e^(−x²/2) / √(2π).
pub fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * PI).sqrt()
}

/// Distribution function Φ(x), accurate in the left tail.
pub fn distribution(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_has_its_published_values() {
        // M. Abramowitz, I. A. Stegun, table 26.1; the last one is mpmath's.
        for (x, want) in [(0.0, 0.5), (1.0, 0.841344746068543), (-2.0, 0.022750131948179), (-10.0, 7.61985302416e-24)] {
            assert!((distribution(x) / want - 1.0).abs() < 1e-11, "{x}");
        }
        assert!((density(0.0) - 0.398942280401433).abs() < 1e-15);
    }

    #[test]
    fn the_density_is_the_slope_of_the_distribution() {
        for k in -30..=30 {
            let (x, h) = (f64::from(k) * 0.2, 1e-4);
            let slope = (distribution(x + h) - distribution(x - h)) / (2.0 * h);
            assert!((slope - density(x)).abs() < 1e-9, "{x}");
        }
    }
}
