//! Four f32 in one register. Each operation is one instruction of the target, rounded once per lane.
//!
//! Uses WebAssembly's fixed-width SIMD and x86-64's SSE2; on other targets an array, which compilers put into
//! registers.

use super::{F64x4, LANES, Lanes};
use std::ops::{Add, Mul, Sub};

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
use array as target;
#[cfg(target_arch = "wasm32")]
use wasm as target;
#[cfg(target_arch = "x86_64")]
use x86 as target;

/// Four f32.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct F32x4(pub(super) target::Four);

impl Lanes<f32> for F32x4 {
    type Wide = F64x4;
    #[inline(always)]
    fn splat(x: f32) -> Self {
        Self(target::splat(x))
    }
    #[inline(always)]
    fn load(from: &[f32; LANES]) -> Self {
        Self(target::load(from))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; LANES]) {
        target::store(self.0, to);
    }
    #[inline(always)]
    fn widen(self) -> F64x4 {
        F64x4::of(self)
    }
    #[inline(always)]
    fn sums([a, b, c, d]: [Self; LANES]) -> Self {
        // a₀ + a₁, a₂ + a₃, b₀ + b₁, b₂ + b₃; then the sums of these pairs.
        let halves = |a: Self, b: Self| Self(target::evens(a.0, b.0)) + Self(target::odds(a.0, b.0));
        halves(halves(a, b), halves(c, d))
    }
}

impl Add for F32x4 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(target::add(self.0, other.0))
    }
}

impl Sub for F32x4 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(target::sub(self.0, other.0))
    }
}

impl Mul for F32x4 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(target::mul(self.0, other.0))
    }
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    pub use std::arch::wasm32::{
        f32x4_add as add, f32x4_mul as mul, f32x4_splat as splat, f32x4_sub as sub, v128 as Four,
    };
    use std::arch::wasm32::{i32x4_shuffle, v128_load, v128_store};

    #[inline(always)]
    pub fn load(from: &[f32; 4]) -> Four {
        // SAFETY: sixteen bytes are there, and any alignment will do.
        unsafe { v128_load(from.as_ptr().cast()) }
    }

    #[inline(always)]
    pub fn store(x: Four, to: &mut [f32; 4]) {
        // SAFETY: as above.
        unsafe { v128_store(to.as_mut_ptr().cast(), x) }
    }

    /// x₀, x₂, y₀, y₂.
    #[inline(always)]
    pub fn evens(x: Four, y: Four) -> Four {
        i32x4_shuffle::<0, 2, 4, 6>(x, y)
    }

    /// x₁, x₃, y₁, y₃.
    #[inline(always)]
    pub fn odds(x: Four, y: Four) -> Four {
        i32x4_shuffle::<1, 3, 5, 7>(x, y)
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    pub use std::arch::x86_64::__m128 as Four;
    use std::arch::x86_64::{_mm_add_ps, _mm_loadu_ps, _mm_mul_ps, _mm_set1_ps};
    use std::arch::x86_64::{_mm_shuffle_ps, _mm_storeu_ps, _mm_sub_ps};

    #[inline(always)]
    pub fn splat(x: f32) -> Four {
        // SAFETY: these instructions are part of x86-64.
        unsafe { _mm_set1_ps(x) }
    }

    #[inline(always)]
    pub fn load(from: &[f32; 4]) -> Four {
        // SAFETY: as above; sixteen bytes are there, and any alignment will do.
        unsafe { _mm_loadu_ps(from.as_ptr()) }
    }

    #[inline(always)]
    pub fn store(x: Four, to: &mut [f32; 4]) {
        // SAFETY: as above.
        unsafe { _mm_storeu_ps(to.as_mut_ptr(), x) }
    }

    #[inline(always)]
    pub fn add(x: Four, y: Four) -> Four {
        // SAFETY: part of x86-64.
        unsafe { _mm_add_ps(x, y) }
    }

    #[inline(always)]
    pub fn mul(x: Four, y: Four) -> Four {
        // SAFETY: part of x86-64.
        unsafe { _mm_mul_ps(x, y) }
    }

    #[inline(always)]
    pub fn sub(x: Four, y: Four) -> Four {
        // SAFETY: part of x86-64.
        unsafe { _mm_sub_ps(x, y) }
    }

    /// x₀, x₂, y₀, y₂.
    #[inline(always)]
    pub fn evens(x: Four, y: Four) -> Four {
        // SAFETY: part of x86-64.
        unsafe { _mm_shuffle_ps::<0b10_00_10_00>(x, y) }
    }

    /// x₁, x₃, y₁, y₃.
    #[inline(always)]
    pub fn odds(x: Four, y: Four) -> Four {
        // SAFETY: part of x86-64.
        unsafe { _mm_shuffle_ps::<0b11_01_11_01>(x, y) }
    }
}

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
mod array {
    pub type Four = super::super::Quad<f32>;
    use super::Lanes;

    #[inline(always)]
    pub fn splat(x: f32) -> Four {
        Four::splat(x)
    }

    #[inline(always)]
    pub fn load(from: &[f32; 4]) -> Four {
        Four::load(from)
    }

    #[inline(always)]
    pub fn store(x: Four, to: &mut [f32; 4]) {
        x.store(to);
    }

    #[inline(always)]
    pub fn add(x: Four, y: Four) -> Four {
        x + y
    }

    #[inline(always)]
    pub fn mul(x: Four, y: Four) -> Four {
        x * y
    }

    #[inline(always)]
    pub fn sub(x: Four, y: Four) -> Four {
        x - y
    }

    /// x₀, x₂, y₀, y₂.
    #[inline(always)]
    pub fn evens(x: Four, y: Four) -> Four {
        let (x, y) = (numbers(x), numbers(y));
        load(&[x[0], x[2], y[0], y[2]])
    }

    /// x₁, x₃, y₁, y₃.
    #[inline(always)]
    pub fn odds(x: Four, y: Four) -> Four {
        let (x, y) = (numbers(x), numbers(y));
        load(&[x[1], x[3], y[1], y[3]])
    }

    #[inline(always)]
    fn numbers(x: Four) -> [f32; 4] {
        let mut numbers = [0.0; 4];
        store(x, &mut numbers);
        numbers
    }
}
