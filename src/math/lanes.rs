//! Four numbers at a time.
//!
//! The kernels use [`Real::Lanes`]: for f32 a register with the target's instructions ([`F32x4`]), for other numbers an
//! array ([`Quad`]). Fast loops do not depend on the compiler's vectoriser, which may choose a layout with shuffles.
//! Every number has the same bits as if computed alone.

mod f32x4;
mod f64x4;
mod quad;

pub use f32x4::F32x4;
pub use f64x4::F64x4;
pub use quad::Quad;

use super::Real;
use std::ops::{Add, Mul, Sub};

/// Number of lanes.
pub const LANES: usize = 4;

/// Four numbers of one type.
pub trait Lanes<R: Real>: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// Four f64.
    type Wide: Lanes<f64>;
    /// The same number four times.
    fn splat(x: R) -> Self;
    /// Loads four consecutive numbers.
    fn load(from: &[R; LANES]) -> Self;
    /// Stores four consecutive numbers.
    fn store(self, to: &mut [R; LANES]);
    /// (a + b) + (c + d).
    #[inline(always)]
    fn sum(self) -> R {
        let mut four = [R::ZERO; LANES];
        self.store(&mut four);
        (four[0] + four[1]) + (four[2] + four[3])
    }
    /// The same in f64.
    fn widen(self) -> Self::Wide;
    /// [`Self::sum`] of each of four.
    #[inline(always)]
    fn sums(of: [Self; LANES]) -> Self {
        Self::load(&of.map(Self::sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_has_the_bits_of_an_array_and_each_number_those_it_has_alone() {
        let numbers = [0.0, -0.0, 1.5, -2.25, 1e-45, -3e-39, 3.4e38, f32::INFINITY, f32::NEG_INFINITY, f32::NAN];
        let squares = |x: f32| f64::from(x) * f64::from(x) + f64::from(x) - f64::from(x);
        // The bits of a NaN are unspecified.
        let bits = |x: f32| if x.is_nan() { 0 } else { x.to_bits() };
        for x in numbers {
            for four in numbers.windows(LANES) {
                let y: &[f32; LANES] = four.try_into().unwrap();
                let (register, array) = (F32x4::splat(x), Quad::splat(x));
                for (got, also, want) in [
                    (register + F32x4::load(y), array + Quad::load(y), y.map(|y| x + y)),
                    (register - F32x4::load(y), array - Quad::load(y), y.map(|y| x - y)),
                    (register * F32x4::load(y), array * Quad::load(y), y.map(|y| x * y)),
                ] {
                    let [mut a, mut b] = [[0.0; LANES]; 2];
                    got.store(&mut a);
                    also.store(&mut b);
                    assert_eq!((a.map(bits), b.map(bits)), (want.map(bits), want.map(bits)), "{x} and {y:?}");
                    let sum = (want[0] + want[1]) + (want[2] + want[3]);
                    assert_eq!((bits(got.sum()), bits(also.sum())), (bits(sum), bits(sum)));
                    let wide = [
                        (got.widen() * got.widen() + got.widen() - got.widen()).sum(),
                        (also.widen() * also.widen() + also.widen() - also.widen()).sum(),
                        squares(want[0]) + squares(want[1]) + (squares(want[2]) + squares(want[3])),
                    ];
                    let wide = wide.map(|x| if x.is_nan() { 0 } else { x.to_bits() });
                    assert!(wide[0] == wide[2] && wide[1] == wide[2]);
                    let beside = F32x4::load(&[1.0, 2.0, 4.0, 8.0]);
                    for k in 0..LANES {
                        let mut some = [beside; LANES];
                        some[k] = got;
                        F32x4::sums(some).store(&mut a);
                        let want: [f32; LANES] = std::array::from_fn(|l| if l == k { sum } else { 15.0 });
                        assert_eq!(a.map(bits), want.map(bits));
                    }
                }
            }
        }
    }
}
