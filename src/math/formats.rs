//! Emulated number formats narrower than f32: rounds to the nearest number of the format.
//!
//! Ties go to even and subnormals are supported, as in IEEE 754. Formats: IEEE 754 binary16; bfloat16 (the upper half
//! of an f32); E4M3 and E5M2 of P. Micikevicius et al., "FP8 formats for deep learning", 2022. E4M3 has no infinity:
//! larger numbers become NaN, as in PyTorch's `float8_e4m3fn`.

/// A narrow format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 5 bits of exponent, 10 of significand.
    F16,
    /// 8 bits of exponent, 7 of significand.
    Bf16,
    /// 4 bits of exponent, 3 of significand, no infinity.
    E4m3,
    /// 5 bits of exponent, 2 of significand.
    E5m2,
}

/// Counts of a rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rounded {
    /// Number of values.
    pub total: u64,
    /// Nonzero values that became zero.
    pub underflowed: u64,
    /// Finite values that became infinite or NaN.
    pub overflowed: u64,
    /// Zeros in the result.
    pub zeros: u64,
}

impl Rounded {
    /// Adds other counts.
    pub fn add(&mut self, other: Self) {
        self.total += other.total;
        self.underflowed += other.underflowed;
        self.overflowed += other.overflowed;
        self.zeros += other.zeros;
    }
}

impl Format {
    /// Bits of the significand that are stored.
    const fn stored(self) -> u32 {
        match self {
            Format::F16 => 10,
            Format::Bf16 => 7,
            Format::E4m3 => 3,
            Format::E5m2 => 2,
        }
    }

    /// Exponent of the smallest normal number.
    const fn smallest(self) -> i32 {
        match self {
            Format::F16 | Format::E5m2 => -14,
            Format::Bf16 => -126,
            Format::E4m3 => -6,
        }
    }

    /// The largest finite number.
    pub const fn largest(self) -> f32 {
        match self {
            Format::F16 => 65_504.0,
            // (2 − 2⁻⁷) · 2¹²⁷, the upper half of an f32.
            Format::Bf16 => f32::from_bits(0x7F7F_0000),
            Format::E4m3 => 448.0,
            Format::E5m2 => 57_344.0,
        }
    }

    /// The nearest number of the format.
    #[inline(always)]
    pub fn round(self, x: f32) -> f32 {
        let dropped = 23 - self.stored();
        let size = x.abs();
        // Round off the dropped bits as an integer. A carry into the exponent is correct. For bfloat16 this also covers
        // subnormals, because its exponent is that of f32.
        let bits = size.to_bits();
        let half = (1_u32 << (dropped - 1)) - 1 + ((bits >> dropped) & 1);
        let normal = f32::from_bits(bits.wrapping_add(half) & !((1 << dropped) - 1));
        // Subnormals have a fixed spacing. Near `grid` it is the spacing of f32, so adding `grid` rounds.
        let grid = power_of_two(self.smallest() + dropped as i32);
        let subnormal = (size + grid) - grid;
        let fixed = !matches!(self, Format::Bf16) && size < power_of_two(self.smallest());
        let rounded = if fixed { subnormal } else { normal };
        let beyond = if matches!(self, Format::E4m3) { f32::NAN } else { f32::INFINITY };
        let rounded = if rounded > self.largest() { beyond } else { rounded };
        // NaN fails every comparison, and its bits may have carried.
        if x.is_nan() { x } else { rounded.copysign(x) }
    }

    /// Rounds all numbers and counts.
    pub fn round_all(self, values: &mut [f32]) -> Rounded {
        // Match once, so that each loop handles one format.
        match self {
            Format::F16 => round_each(values, |x| Format::F16.round(x)),
            Format::Bf16 => round_each(values, |x| Format::Bf16.round(x)),
            Format::E4m3 => round_each(values, |x| Format::E4m3.round(x)),
            Format::E5m2 => round_each(values, |x| Format::E5m2.round(x)),
        }
    }
}

#[inline(always)]
fn round_each(values: &mut [f32], round: impl Fn(f32) -> f32) -> Rounded {
    let (mut underflowed, mut overflowed, mut zeros) = (0_u64, 0_u64, 0_u64);
    for value in values.iter_mut() {
        let rounded = round(*value);
        underflowed += u64::from(*value != 0.0 && rounded == 0.0);
        zeros += u64::from(rounded == 0.0);
        overflowed += u64::from(value.is_finite() && !rounded.is_finite());
        *value = rounded;
    }
    Rounded { total: values.len() as u64, underflowed, overflowed, zeros }
}

/// 2ⁿ, for n in the normal range of f32.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits(((n + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::random::{Purpose, Stream};

    const ALL: [Format; 4] = [Format::F16, Format::Bf16, Format::E4m3, Format::E5m2];

    /// Every number of a format that is not negative, from zero up, by the definition of its bit patterns:
    /// (bits of the exponent, of the significand, bias, patterns at the top that are not finite).
    fn numbers(format: Format) -> Vec<f64> {
        let (exponent, significand, bias, special) = match format {
            Format::F16 => (5, 10, 15, 1 << 10),
            Format::Bf16 => (8, 7, 127, 1 << 7),
            Format::E4m3 => (4, 3, 7, 1),
            Format::E5m2 => (5, 2, 15, 1 << 2),
        };
        let two_to = |n: i32| (0..n.abs()).fold(1.0, |power, _| if n < 0 { power / 2.0 } else { power * 2.0 });
        let value = |code: i32| {
            let (e, m) = (code >> significand, f64::from(code & ((1 << significand) - 1)));
            let unit = two_to(-significand);
            if e == 0 { m * unit * two_to(1 - bias) } else { (1.0 + m * unit) * two_to(e - bias) }
        };
        (0..(1 << (exponent + significand)) - special).map(value).collect()
    }

    /// The nearest of `numbers` (of two as near, the one with even code), or the overflow value.
    fn nearest(numbers: &[f64], x: f64, format: Format) -> f64 {
        let above = numbers.partition_point(|number| *number < x.abs());
        let last = numbers.len() - 1;
        // The next number beyond the largest would be at the same distance as before.
        let next = 2.0 * numbers[last] - numbers[last - 1];
        let at = |k: usize| if k > last { next } else { numbers[k] };
        let below = above.saturating_sub(1);
        let (down, up) = (x.abs() - at(below), at(above.min(last + 1)) - x.abs());
        let code = if down < up || down == up && below.is_multiple_of(2) { below } else { above.min(last + 1) };
        let beyond = if format == Format::E4m3 { f64::NAN } else { f64::INFINITY };
        (if code > last { beyond } else { numbers[code] }).copysign(x)
    }

    fn same(a: f32, b: f64) -> bool {
        a.is_nan() && b.is_nan() || f64::from(a).to_bits() == b.to_bits()
    }

    #[test]
    fn every_number_of_a_format_stays_and_every_midpoint_goes_to_the_even_one() {
        for format in ALL {
            let numbers = numbers(format);
            assert_eq!(f64::from(format.largest()), *numbers.last().expect("numbers"), "{format:?}");
            for (k, pair) in numbers.windows(2).enumerate() {
                let even = pair[k % 2];
                // bfloat16's subnormal midpoints are f32's subnormals; every midpoint is an f32.
                let midpoint = ((pair[0] + pair[1]) / 2.0) as f32;
                assert_eq!(f64::from(midpoint), (pair[0] + pair[1]) / 2.0);
                for sign in [1.0_f32, -1.0] {
                    let signed = |value: f64| value * f64::from(sign);
                    assert!(same(format.round(sign * pair[0] as f32), signed(pair[0])), "{format:?} {}", pair[0]);
                    assert!(same(format.round(sign * midpoint), signed(even)), "{format:?} {midpoint}");
                    let (under, over) =
                        (f32::from_bits(midpoint.to_bits() - 1), f32::from_bits(midpoint.to_bits() + 1));
                    assert!(same(format.round(sign * under), signed(pair[0])), "{format:?} {under}");
                    assert!(same(format.round(sign * over), signed(pair[1])), "{format:?} {over}");
                }
            }
        }
    }

    #[test]
    fn any_f32_goes_to_the_nearest_number() {
        let mut random = Stream::new(1, Purpose::Data, 0);
        for format in ALL {
            let numbers = numbers(format);
            for _ in 0..200_000 {
                let x = f32::from_bits(random.bits());
                // Half of the draws are in the format's own range.
                let x = if random.bits().is_multiple_of(2) { x } else { x.fract() * format.largest() * 1.1 };
                if x.is_finite() {
                    let want = nearest(&numbers, f64::from(x), format);
                    assert!(same(format.round(x), want), "{format:?} {x:e}: {:e} {want:e}", format.round(x));
                }
            }
        }
    }

    #[test]
    fn what_is_too_large_becomes_infinite_or_nan_and_nan_stays() {
        let ends = [(Format::F16, 65_520.0_f32), (Format::E5m2, 61_440.0), (Format::Bf16, f32::MAX)];
        for (format, end) in ends {
            assert_eq!(format.round(end), f32::INFINITY, "{format:?}");
            assert_eq!(format.round(-end), f32::NEG_INFINITY, "{format:?}");
            assert_eq!(format.round(f32::INFINITY), f32::INFINITY);
        }
        assert_eq!(Format::F16.round(65_519.996), 65_504.0);
        // E4M3: the tie at 464 is even at 448.
        assert_eq!(Format::E4m3.round(464.0), 448.0);
        assert!(Format::E4m3.round(464.000_03).is_nan() && Format::E4m3.round(f32::INFINITY).is_nan());
        assert!(ALL.iter().all(|format| format.round(f32::NAN).is_nan() && format.round(-f32::NAN).is_nan()));
    }

    #[test]
    fn underflow_and_overflow_are_counted() {
        let mut values = [0.0, 1e-8, -3e-8, 1.0, 7e4, -1e30, f32::INFINITY, f32::NAN];
        let rounded = Format::F16.round_all(&mut values);
        assert_eq!(rounded, Rounded { total: 8, underflowed: 1, overflowed: 2, zeros: 2 });
        assert_eq!(values[..5], [0.0, 0.0, -5.960_464_5e-8, 1.0, f32::INFINITY]);
    }
}
