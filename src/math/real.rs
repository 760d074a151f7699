//! The number trait for generic code.

use super::elementary;
use super::formats::{Format, Rounded};
use super::lanes::{F32x4, Lanes, Quad};
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// A real number: f32, f64, or a dual number for exact Hessian-vector products.
///
/// Every function gives the same bits on every machine. Comparisons are false for NaN.
pub trait Real:
    Copy
    + Debug
    + Default
    + PartialEq
    + PartialOrd
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// Four numbers, for the kernels.
    type Lanes: Lanes<Self>;
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// The nearest number.
    fn of(value: f64) -> Self;
    /// The value in f64, exact for f32 and f64.
    fn to_f64(self) -> f64;
    /// √x.
    fn sqrt(self) -> Self;
    /// |x|.
    fn abs(self) -> Self;
    /// eˣ.
    fn exp(self) -> Self;
    /// eˣ − 1, accurate near zero.
    fn expm1(self) -> Self;
    /// sin x.
    fn sin(self) -> Self;
    /// cos x.
    fn cos(self) -> Self;
    /// sin x for |x| up to [`elementary::NEAR`]; branch-free for f32.
    fn sin_near(self) -> Self;
    /// cos x for |x| up to [`elementary::NEAR`]; branch-free for f32.
    fn cos_near(self) -> Self;
    /// ln(1 + x).
    fn ln_1p(self) -> Self;
    /// ln x.
    fn ln(self) -> Self;
    /// tanh x.
    fn tanh(self) -> Self;
    /// Complementary error function, 2/√π ∫ₓ^∞ e^(−t²) dt.
    fn erfc(self) -> Self;
    /// Whether it is neither infinite nor NaN.
    fn is_finite(self) -> bool;

    /// Rounds numbers to a narrow format and counts. Does nothing for f64, which does not emulate narrow formats.
    fn store(_format: Format, _values: &mut [Self]) -> Rounded {
        Rounded::default()
    }

    /// 1 / (1 + e⁻ˣ), without overflow on either side.
    #[inline(always)]
    fn sigmoid(self) -> Self {
        let e = (-self.abs()).exp();
        let numerator = if self >= Self::ZERO { Self::ONE } else { e };
        numerator / (Self::ONE + e)
    }

    /// The larger one. NaN if either is, so that a divergence is not hidden.
    #[inline(always)]
    #[allow(clippy::eq_op)] // The comparison with itself is the test for NaN.
    fn max(self, other: Self) -> Self {
        if self > other || self != self { self } else { other }
    }

    /// −1, 0 or 1; NaN for NaN.
    #[inline(always)]
    fn sign(self) -> Self {
        if self > Self::ZERO {
            Self::ONE
        } else if self < Self::ZERO {
            -Self::ONE
        } else {
            self
        }
    }

    /// The smaller one; NaN if either is.
    #[inline(always)]
    #[allow(clippy::eq_op)]
    fn min(self, other: Self) -> Self {
        if self < other || self != self { self } else { other }
    }
}

impl Real for f32 {
    type Lanes = F32x4;
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    #[inline(always)]
    fn of(value: f64) -> Self {
        value as f32
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        self.into()
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.abs()
    }
    #[inline(always)]
    fn exp(self) -> Self {
        elementary::exp(self)
    }
    #[inline(always)]
    fn expm1(self) -> Self {
        elementary::expm1(self)
    }
    #[inline(always)]
    fn sin(self) -> Self {
        if self.abs() <= elementary::NEAR { elementary::sin_near(self) } else { libm::sinf(self) }
    }
    #[inline(always)]
    fn cos(self) -> Self {
        if self.abs() <= elementary::NEAR { elementary::cos_near(self) } else { libm::cosf(self) }
    }
    #[inline(always)]
    fn sin_near(self) -> Self {
        elementary::sin_near(self)
    }
    #[inline(always)]
    fn cos_near(self) -> Self {
        elementary::cos_near(self)
    }
    #[inline(always)]
    fn ln_1p(self) -> Self {
        elementary::ln_1p(self)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        libm::logf(self)
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        elementary::tanh(self)
    }
    #[inline(always)]
    fn erfc(self) -> Self {
        libm::erfcf(self)
    }
    #[inline(always)]
    fn is_finite(self) -> bool {
        self.is_finite()
    }
    fn store(format: Format, values: &mut [Self]) -> Rounded {
        format.round_all(values)
    }
}

impl Real for f64 {
    type Lanes = Quad<f64>;
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    #[inline(always)]
    fn of(value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.abs()
    }
    #[inline(always)]
    fn exp(self) -> Self {
        libm::exp(self)
    }
    #[inline(always)]
    fn expm1(self) -> Self {
        libm::expm1(self)
    }
    #[inline(always)]
    fn sin(self) -> Self {
        libm::sin(self)
    }
    #[inline(always)]
    fn cos(self) -> Self {
        libm::cos(self)
    }
    #[inline(always)]
    fn sin_near(self) -> Self {
        libm::sin(self)
    }
    #[inline(always)]
    fn cos_near(self) -> Self {
        libm::cos(self)
    }
    #[inline(always)]
    fn ln_1p(self) -> Self {
        libm::log1p(self)
    }
    #[inline(always)]
    fn ln(self) -> Self {
        libm::log(self)
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        libm::tanh(self)
    }
    #[inline(always)]
    fn erfc(self) -> Self {
        libm::erfc(self)
    }
    #[inline(always)]
    fn is_finite(self) -> bool {
        self.is_finite()
    }
}
