//! Four f32 in one register, added and multiplied by the target's own instructions: each is one rounded operation a lane.
//!
//! WebAssembly's fixed-width SIMD and x86-64's SSE2; elsewhere an array, which compilers put into registers.

use super::{LANES, Lanes};
use std::ops::{Add, Mul};

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
use array as target;
#[cfg(target_arch = "wasm32")]
use wasm as target;
#[cfg(target_arch = "x86_64")]
use x86 as target;

/// Four f32.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct F32x4(target::Four);

impl Lanes<f32> for F32x4 {
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
}

impl Add for F32x4 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(target::add(self.0, other.0))
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
    pub use std::arch::wasm32::{f32x4_add as add, f32x4_mul as mul, f32x4_splat as splat, v128 as Four};
    use std::arch::wasm32::{v128_load, v128_store};

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
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    pub use std::arch::x86_64::__m128 as Four;
    use std::arch::x86_64::{_mm_add_ps, _mm_loadu_ps, _mm_mul_ps, _mm_set1_ps, _mm_storeu_ps};

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
}
