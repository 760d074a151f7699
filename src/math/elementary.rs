//! eˣ and tanh for f32 without a branch, so that a loop over them fills SIMD lanes; the same bits everywhere.
//!
//! Polynomials: S. L. Moshier, Cephes Mathematical Library 2.8, `expf` and `tanhf`. Errors measured over all
//! exponents (see the tests): at most 2 units in the last place.

// The coefficients stand as they were published, a digit more than f32 holds.
#![allow(clippy::excessive_precision)]

/// Adding and subtracting this rounds to the nearest whole number (ties to even) for |x| < 2²².
const ROUND: f32 = 12_582_912.0;
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;

/// eˣ.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Beyond these ends the result is infinity and zero in any case; NaN fails both comparisons and stays.
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 5.000_000_1e-1;
    let y = p * (r * r) + r + 1.0;
    // 2ⁿ in two factors: n reaches 128 above and -150 below, one factor alone would leave the exponent's range.
    let n = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let half = n >> 1;
    y * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// tanh x = x + x³P(x²) below 0.625, 1 − 2/(e²ˣ + 1) above.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let a = x.abs();
    let z = x * x;
    let p = -5.704_988_7e-3;
    let p = p * z + 2.063_908_9e-2;
    let p = p * z - 5.373_971_6e-2;
    let p = p * z + 1.333_144_2e-1;
    let p = p * z - 3.333_328e-1;
    let small = p * z * x + x;
    let large = 1.0 - 2.0 / (exp(a + a) + 1.0);
    let large = if x < 0.0 { -large } else { large };
    if a < 0.625 { small } else { large }
}

#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Largest distance from the f64 result in units of the f32's last place, over `count` points.
    fn worst(f: fn(f32) -> f32, exact: fn(f64) -> f64, points: impl Iterator<Item = f32>) -> f64 {
        points
            .map(|x| {
                let (got, want) = (f64::from(f(x)), exact(f64::from(x)));
                let ulp = f64::from(f32::from_bits((want as f32).abs().to_bits() + 1)) - f64::from((want as f32).abs());
                ((got - want) / ulp).abs()
            })
            .fold(0.0, f64::max)
    }

    fn spread(low: f32, high: f32) -> impl Iterator<Item = f32> {
        (0..400_000).map(move |k| low + (high - low) * (k as f32 / 400_000.0))
    }

    #[test]
    fn exp_is_within_two_units_in_the_last_place() {
        assert!(worst(exp, libm::exp, spread(-87.3, 88.7)) <= 2.0);
        assert!(worst(exp, libm::exp, spread(-1.0, 1.0)) <= 2.0);
    }

    #[test]
    fn tanh_is_within_two_units_in_the_last_place() {
        assert!(worst(tanh, libm::tanh, spread(-10.0, 10.0)) <= 2.0);
        assert!(worst(tanh, libm::tanh, spread(-0.7, 0.7)) <= 2.0);
        assert!(worst(tanh, libm::tanh, spread(1e-7, 1e-3)) <= 2.0);
    }

    #[test]
    fn the_ends_are_exact() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!(exp(1e30), f32::INFINITY);
        assert!(exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan());
        assert_eq!((tanh(f32::INFINITY), tanh(f32::NEG_INFINITY), tanh(0.0)), (1.0, -1.0, 0.0));
    }
}
