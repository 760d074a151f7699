//! Four f64 in two registers, for sums of norms and projections.
//!
//! Like [`F32x4`], each operation is one instruction of the target, rounded once per lane.

use super::{F32x4, LANES, Lanes};
use std::ops::{Add, Mul, Sub};

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
use array as target;
#[cfg(target_arch = "wasm32")]
use wasm as target;
#[cfg(target_arch = "x86_64")]
use x86 as target;

/// Four f64.
#[derive(Clone, Copy)]
pub struct F64x4([target::Two; 2]);

impl F64x4 {
    /// Four f32, converted exactly.
    #[inline(always)]
    pub(super) fn of(four: F32x4) -> Self {
        Self(target::widen(four))
    }
}

impl Lanes<f64> for F64x4 {
    type Wide = Self;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self::load(&[x; LANES])
    }
    #[inline(always)]
    fn load(from: &[f64; LANES]) -> Self {
        let (low, high) = halves(from);
        Self([target::load(low), target::load(high)])
    }
    #[inline(always)]
    fn store(self, to: &mut [f64; LANES]) {
        let [[a, b], [c, d]] = self.0.map(target::numbers);
        *to = [a, b, c, d];
    }
    #[inline(always)]
    fn widen(self) -> Self {
        self
    }
}

#[inline(always)]
fn halves([a, b, c, d]: &[f64; LANES]) -> ([f64; 2], [f64; 2]) {
    ([*a, *b], [*c, *d])
}

impl Add for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self([target::add(self.0[0], other.0[0]), target::add(self.0[1], other.0[1])])
    }
}

impl Sub for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self([target::sub(self.0[0], other.0[0]), target::sub(self.0[1], other.0[1])])
    }
}

impl Mul for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self([target::mul(self.0[0], other.0[0]), target::mul(self.0[1], other.0[1])])
    }
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use super::F32x4;
    use std::arch::wasm32::{f64x2, f64x2_extract_lane, f64x2_promote_low_f32x4, i32x4_shuffle};
    pub use std::arch::wasm32::{f64x2_add as add, f64x2_mul as mul, f64x2_sub as sub, v128 as Two};

    #[inline(always)]
    pub fn load([a, b]: [f64; 2]) -> Two {
        f64x2(a, b)
    }

    #[inline(always)]
    pub fn numbers(x: Two) -> [f64; 2] {
        [f64x2_extract_lane::<0>(x), f64x2_extract_lane::<1>(x)]
    }

    #[inline(always)]
    pub fn widen(F32x4(x): F32x4) -> [Two; 2] {
        [f64x2_promote_low_f32x4(x), f64x2_promote_low_f32x4(i32x4_shuffle::<2, 3, 2, 3>(x, x))]
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::F32x4;
    pub use std::arch::x86_64::__m128d as Two;
    use std::arch::x86_64::{
        _mm_add_pd, _mm_cvtps_pd, _mm_loadu_pd, _mm_movehl_ps, _mm_mul_pd, _mm_storeu_pd, _mm_sub_pd,
    };

    #[inline(always)]
    pub fn load(two: [f64; 2]) -> Two {
        // SAFETY: these instructions are part of x86-64; sixteen bytes are there, and any alignment will do.
        unsafe { _mm_loadu_pd(two.as_ptr()) }
    }

    #[inline(always)]
    pub fn numbers(x: Two) -> [f64; 2] {
        let mut two = [0.0; 2];
        // SAFETY: as above.
        unsafe { _mm_storeu_pd(two.as_mut_ptr(), x) };
        two
    }

    #[inline(always)]
    pub fn widen(F32x4(x): F32x4) -> [Two; 2] {
        // SAFETY: part of x86-64.
        unsafe { [_mm_cvtps_pd(x), _mm_cvtps_pd(_mm_movehl_ps(x, x))] }
    }

    #[inline(always)]
    pub fn add(x: Two, y: Two) -> Two {
        // SAFETY: part of x86-64.
        unsafe { _mm_add_pd(x, y) }
    }

    #[inline(always)]
    pub fn sub(x: Two, y: Two) -> Two {
        // SAFETY: part of x86-64.
        unsafe { _mm_sub_pd(x, y) }
    }

    #[inline(always)]
    pub fn mul(x: Two, y: Two) -> Two {
        // SAFETY: part of x86-64.
        unsafe { _mm_mul_pd(x, y) }
    }
}

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
mod array {
    use super::{F32x4, Lanes};

    pub type Two = [f64; 2];

    #[inline(always)]
    pub fn load(two: [f64; 2]) -> Two {
        two
    }

    #[inline(always)]
    pub fn numbers(x: Two) -> [f64; 2] {
        x
    }

    #[inline(always)]
    pub fn widen(four: F32x4) -> [Two; 2] {
        let mut numbers = [0.0; 4];
        four.store(&mut numbers);
        let [a, b, c, d] = numbers.map(f64::from);
        [[a, b], [c, d]]
    }

    #[inline(always)]
    pub fn add(x: Two, y: Two) -> Two {
        [x[0] + y[0], x[1] + y[1]]
    }

    #[inline(always)]
    pub fn sub(x: Two, y: Two) -> Two {
        [x[0] - y[0], x[1] - y[1]]
    }

    #[inline(always)]
    pub fn mul(x: Two, y: Two) -> Two {
        [x[0] * y[0], x[1] * y[1]]
    }
}
