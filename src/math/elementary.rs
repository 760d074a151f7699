//! eˣ, eˣ − 1, ln(1 + x), tanh, sine and cosine for f32 without branches, so that loops fill SIMD lanes; the same bits
//! everywhere.
//!
//! Polynomials: S. L. Moshier, Cephes Mathematical Library 2.8, `expf` and `logf`; for tanh minimax ones of our own; for
//! sine and cosine the Taylor series, in f64. Errors measured over all exponents (see the tests): at most 2 units in the last place.

// Coefficients as published, with a digit more than f32 has.
#![allow(clippy::excessive_precision)]

/// Adding and subtracting this rounds to the nearest whole number (ties to even) for |x| < 2²².
const ROUND: f32 = 12_582_912.0;
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;

/// eˣ.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Beyond these bounds the result is infinity or zero. NaN fails both comparisons and stays.
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let (n, y) = reduced(x);
    // 2ⁿ as two factors, because n ranges from -150 to 128, beyond the exponents of f32.
    let half = n >> 1;
    (y + 1.0) * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// eˣ − 1.
#[inline(always)]
pub fn expm1(x: f32) -> f32 {
    // Below −20 the result is −1 to the last bit.
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -20.0 { -20.0 } else { x };
    let (n, y) = reduced(x);
    let half = n >> 1;
    let one = power_of_two(n.wrapping_neg().max(-126));
    (y + (1.0 - one)) * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// (n, eʳ − 1) with x = n ln 2 + r and |r| at most half of ln 2.
#[inline(always)]
fn reduced(x: f32) -> (i32, f32) {
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 5.000_000_1e-1;
    ((shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32), p * (r * r) + r)
}

/// ln(1 + x).
#[inline(always)]
pub fn ln_1p(x: f32) -> f32 {
    let u = 1.0 + x;
    // Correct for the digits of x lost in 1 + x by (x − (u − 1)) / u.
    let lost = (x - (u - 1.0)) / u;
    // u = 2ᵉ m with m between √½ and √2.
    let shifted = u.to_bits().wrapping_sub(std::f32::consts::FRAC_1_SQRT_2.to_bits());
    let e = ((shifted as i32) >> 23) as f32;
    let m = f32::from_bits((shifted & 0x007f_ffff).wrapping_add(std::f32::consts::FRAC_1_SQRT_2.to_bits())) - 1.0;
    let z = m * m;
    let p = 7.037_683_6e-2;
    let p = p * m - 1.151_461_03e-1;
    let p = p * m + 1.167_699_9e-1;
    let p = p * m - 1.242_014_1e-1;
    let p = p * m + 1.424_932_3e-1;
    let p = p * m - 1.666_805_8e-1;
    let p = p * m + 2.000_071_5e-1;
    let p = p * m - 2.499_999_4e-1;
    let p = p * m + 3.333_333_1e-1;
    let low = p * m * z + e * LN2_LOW - 0.5 * z + lost;
    let y = m + low + e * LN2_HIGH;
    let y = if u > 0.0 { y } else { f32::NAN };
    let y = if u == 0.0 { f32::NEG_INFINITY } else { y };
    if u < f32::INFINITY { y } else { u }
}

/// Largest |x| for [`sin_near`] and [`cos_near`].
pub const NEAR: f32 = 1e8;

/// sin x for |x| up to [`NEAR`].
#[inline(always)]
pub fn sin_near(x: f32) -> f32 {
    sine(x, 0)
}

/// cos x for |x| up to [`NEAR`].
#[inline(always)]
pub fn cos_near(x: f32) -> f32 {
    sine(x, 1)
}

/// sin(x + quarters · π/2), in f64, because subtracting multiples of π/2 costs a digit for every power of ten.
#[inline(always)]
fn sine(x: f32, quarters: u64) -> f32 {
    /// 1.5 · 2⁵²: adding it puts the nearest whole number in the last bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    /// The first 25 bits of π/2, whose multiples are exact here, and the rest.
    const HIGH: f64 = 1.570_796_310_901_641_8;
    const LOW: f64 = 1.589_325_477_352_819_7e-8;
    let x = f64::from(x);
    let shifted = x * std::f64::consts::FRAC_2_PI + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * HIGH) - n * LOW;
    let z = r * r;
    // The first omitted terms, r¹¹/11! and r¹²/12!, are below 2e-9; half a unit in f32's last place is 3e-8.
    let s = 1.0 / 362_880.0;
    let s = s * z - 1.0 / 5_040.0;
    let s = s * z + 1.0 / 120.0;
    let s = s * z - 1.0 / 6.0;
    let s = s * z * r + r;
    let c = -1.0 / 3_628_800.0;
    let c = c * z + 1.0 / 40_320.0;
    let c = c * z - 1.0 / 720.0;
    let c = c * z + 1.0 / 24.0;
    let c = c * z - 0.5;
    let c = c * z + 1.0;
    let quarter = shifted.to_bits().wrapping_add(quarters);
    let y = if quarter & 1 == 0 { s } else { c };
    (if quarter & 2 == 0 { y } else { -y }) as f32
}

/// tanh x within 1.7 units in the last place.
///
/// With |x| = n ln 2 / 2 + w and s = 2ⁿ, it is u / (u + 2 (1 − tanh w)), where u = s − 1 + (s + 1) tanh w equals (e²ˣ −
/// 1)(1 − tanh w). A minimax polynomial gives tanh w for w between −0.047 and 0.3. Near zero n is 0 and the polynomial
/// is the result; for n = 1 little of u cancels.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let a = x.abs();
    // From 9.02 on, the result is 1 to the last bit. NaN fails the comparison and stays.
    let a = if a > 9.1 { 9.1 } else { a };
    let shifted = (a * (2.0 * std::f32::consts::LOG2_E) - 0.365_617) + ROUND;
    let n = shifted - ROUND;
    let w = a - n * (0.5 * std::f32::consts::LN_2);
    let z = w * w;
    let p = -5.036_888_3e-2;
    let p = p * z + 1.331_487_3e-1;
    let p = p * z - 3.333_306_3e-1;
    let tanh_w = w + w * (z * p);
    // n is in the last bits of `shifted`; those of ROUND are shifted out.
    let s = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    let u = (s - 1.0) + (s + 1.0) * tanh_w;
    let t = u / (u + (2.0 - (tanh_w + tanh_w)));
    f32::from_bits(t.to_bits() | (x.to_bits() & 0x8000_0000))
}

#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Largest distance from the f64 result in units of f32's last place.
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
        assert!(worst(tanh, libm::tanh, spread(-10.0, 10.0)) <= 1.7);
        assert!(worst(tanh, libm::tanh, spread(-0.7, 0.7)) <= 1.7);
        assert!(worst(tanh, libm::tanh, spread(0.2, 0.6)) <= 1.7);
        assert!(worst(tanh, libm::tanh, spread(1e-7, 1e-3)) <= 1.7);
    }

    #[test]
    fn exp_minus_one_is_within_two_units_in_the_last_place() {
        assert!(worst(expm1, libm::expm1, spread(-30.0, 88.7)) <= 2.0);
        assert!(worst(expm1, libm::expm1, spread(-1.0, 1.0)) <= 2.0);
        assert!(worst(expm1, libm::expm1, spread(-1e-3, -1e-7)) <= 2.0);
    }

    #[test]
    fn ln_of_one_plus_is_within_two_units_in_the_last_place() {
        assert!(worst(ln_1p, libm::log1p, spread(-0.999_999, 3.0)) <= 2.0);
        assert!(worst(ln_1p, libm::log1p, spread(-1e-3, 1e-3)) <= 2.0);
        assert!(worst(ln_1p, libm::log1p, spread(1e-12, 1e-7)) <= 2.0);
        assert!(worst(ln_1p, libm::log1p, spread(1.0, 1e30)) <= 2.0);
    }

    #[test]
    fn sine_and_cosine_are_within_one_unit_in_the_last_place() {
        for (f, exact) in [(sin_near as fn(f32) -> f32, libm::sin as fn(f64) -> f64), (cos_near, libm::cos)] {
            for reach in [1e-3, 1.0, 10.0, 1e4, NEAR] {
                assert!(worst(f, exact, spread(-reach, reach)) <= 1.0);
            }
        }
    }

    #[test]
    fn the_ends_are_exact() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!(exp(1e30), f32::INFINITY);
        assert!(exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan());
        assert_eq!((tanh(f32::INFINITY), tanh(f32::NEG_INFINITY), tanh(0.0)), (1.0, -1.0, 0.0));
        assert_eq!((expm1(f32::INFINITY), expm1(f32::NEG_INFINITY), expm1(0.0)), (f32::INFINITY, -1.0, 0.0));
        assert_eq!((ln_1p(f32::INFINITY), ln_1p(-1.0), ln_1p(0.0)), (f32::INFINITY, f32::NEG_INFINITY, 0.0));
        assert_eq!((sin_near(0.0), cos_near(0.0)), (0.0, 1.0));
        let lost = [expm1(f32::NAN), ln_1p(f32::NAN), ln_1p(-2.0), sin_near(f32::NAN), cos_near(f32::NAN)];
        assert!(lost.iter().all(|x| x.is_nan()));
    }
}
