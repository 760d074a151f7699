//! Dual numbers x + x′ε, ε² = 0, for forward-mode differentiation: every result carries its exact derivative along one
//! direction (W. K. Clifford 1873; R. E. Wengert, "A simple automatic derivative evaluation program", 1964).
//!
//! A gradient computed with them also gives a Hessian-vector product (B. A. Pearlmutter, "Fast exact multiplication by
//! the Hessian", 1994). Objectives use them over f64 only, so objectives are compiled for three number types and
//! everything else for two. Parameters of an f32 run are converted, and the curvature is that of the loss in f64.

use super::Real;
use super::lanes::Quad;
use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// x + x′ε. Comparisons compare x.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dual<B> {
    /// x
    pub value: B,
    /// x′, its derivative along the direction.
    pub tangent: B,
}

impl<B: Real> Dual<B> {
    /// x + x′ε.
    #[inline(always)]
    pub const fn new(value: B, tangent: B) -> Self {
        Self { value, tangent }
    }

    /// f(x) with the slope f′(x).
    #[inline(always)]
    fn through(self, value: B, slope: B) -> Self {
        Self::new(value, slope * self.tangent)
    }
}

impl<B: Real> PartialEq for Dual<B> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<B: Real> PartialOrd for Dual<B> {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<B: Real> Add for Dual<B> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::new(self.value + other.value, self.tangent + other.tangent)
    }
}

impl<B: Real> Sub for Dual<B> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::new(self.value - other.value, self.tangent - other.tangent)
    }
}

impl<B: Real> Mul for Dual<B> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::new(self.value * other.value, self.tangent * other.value + self.value * other.tangent)
    }
}

impl<B: Real> Div for Dual<B> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        let quotient = self.value / other.value;
        Self::new(quotient, (self.tangent - quotient * other.tangent) / other.value)
    }
}

impl<B: Real> Neg for Dual<B> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self::new(-self.value, -self.tangent)
    }
}

impl<B: Real> AddAssign for Dual<B> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<B: Real> SubAssign for Dual<B> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<B: Real> MulAssign for Dual<B> {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

/// At a kink, the derivative is PyTorch's choice: |x| has 0 at 0; of equal arguments, `max` takes the second and `min`
/// the first, which gives ReLU and ELU PyTorch's slope at 0.
impl<B: Real> Real for Dual<B> {
    type Lanes = Quad<Self>;
    const ZERO: Self = Self::new(B::ZERO, B::ZERO);
    const ONE: Self = Self::new(B::ONE, B::ZERO);

    #[inline(always)]
    fn of(value: f64) -> Self {
        Self::new(B::of(value), B::ZERO)
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        self.value.to_f64()
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        Self::new(root, self.tangent / (root + root))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.through(self.value.abs(), self.value.sign())
    }
    #[inline(always)]
    fn exp(self) -> Self {
        let e = self.value.exp();
        self.through(e, e)
    }
    #[inline(always)]
    fn expm1(self) -> Self {
        let e = self.value.expm1();
        self.through(e, e + B::ONE)
    }
    #[inline(always)]
    fn sin(self) -> Self {
        self.through(self.value.sin(), self.value.cos())
    }
    #[inline(always)]
    fn cos(self) -> Self {
        self.through(self.value.cos(), -self.value.sin())
    }
    #[inline(always)]
    fn sin_near(self) -> Self {
        self.through(self.value.sin_near(), self.value.cos_near())
    }
    #[inline(always)]
    fn cos_near(self) -> Self {
        self.through(self.value.cos_near(), -self.value.sin_near())
    }
    #[inline(always)]
    fn ln_1p(self) -> Self {
        Self::new(self.value.ln_1p(), self.tangent / (B::ONE + self.value))
    }
    #[inline(always)]
    fn ln(self) -> Self {
        Self::new(self.value.ln(), self.tangent / self.value)
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        let y = self.value.tanh();
        self.through(y, B::ONE - y * y)
    }
    #[inline(always)]
    fn erfc(self) -> Self {
        let slope = B::of(-std::f64::consts::FRAC_2_SQRT_PI) * (-(self.value * self.value)).exp();
        self.through(self.value.erfc(), slope)
    }
    /// Checks the derivative, too.
    #[inline(always)]
    fn is_finite(self) -> bool {
        self.value.is_finite() && self.tangent.is_finite()
    }
    #[inline(always)]
    fn sigmoid(self) -> Self {
        let s = self.value.sigmoid();
        self.through(s, s * (-self.value).sigmoid())
    }
    #[inline(always)]
    fn sign(self) -> Self {
        Self::new(self.value.sign(), B::ZERO)
    }
    #[inline(always)]
    #[allow(clippy::eq_op)]
    fn min(self, other: Self) -> Self {
        if self <= other || self != self { self } else { other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Function = (&'static str, fn(f64) -> f64, fn(Dual<f64>) -> Dual<f64>);

    const EACH: [Function; 15] = [
        ("sqrt", |x| Real::sqrt(x.abs() + 1.0), |x| (x.abs() + Dual::ONE).sqrt()),
        ("exp", Real::exp, Real::exp),
        ("expm1", Real::expm1, Real::expm1),
        ("sin", Real::sin, Real::sin),
        ("cos", Real::cos, Real::cos),
        ("sin_near", Real::sin_near, Real::sin_near),
        ("cos_near", Real::cos_near, Real::cos_near),
        ("ln_1p", |x| Real::ln_1p(x * x), |x| (x * x).ln_1p()),
        ("ln", |x| Real::ln(x * x + 1.0), |x| (x * x + Dual::ONE).ln()),
        ("tanh", Real::tanh, Real::tanh),
        ("erfc", Real::erfc, Real::erfc),
        ("sigmoid", Real::sigmoid, Real::sigmoid),
        ("quotient", |x| x / (2.0 + x * x), |x| x / (Dual::of(2.0) + x * x)),
        ("differences", |x| (x - 3.0) * x - x, |x| (x - Dual::of(3.0)) * x - x),
        ("max and min", |x| Real::max(x, 0.5) + Real::min(x, -0.5), |x| x.max(Dual::of(0.5)) + x.min(Dual::of(-0.5))),
    ];

    #[test]
    fn the_tangent_is_the_derivative_and_the_value_the_function() {
        let h = 1e-6;
        for (name, f, dual) in EACH {
            for k in -30..30 {
                let x = 0.1 * f64::from(k) + 0.013;
                let (got, difference) = (dual(Dual::new(x, 3.0)), (f(x + h) - f(x - h)) / (2.0 * h));
                assert_eq!(got.value, f(x), "{name} at {x}");
                let error = (got.tangent - 3.0 * difference).abs();
                assert!(error < 1e-8 * got.tangent.abs().max(1.0), "{name} at {x}: {got:?} {difference}");
            }
        }
    }

    #[test]
    fn duals_of_duals_have_the_second_derivative() {
        let x = Dual::new(Dual::new(0.7, 1.0), Dual::new(1.0, 0.0));
        let tanh = x.tanh();
        let t = libm::tanh(0.7);
        assert!((tanh.tangent.tangent + 2.0 * t * (1.0 - t * t)).abs() < 1e-15);
    }

    #[test]
    fn smooth_functions_are_smooth_at_zero_and_kinks_take_one_side() {
        let at = |f: fn(Dual<f64>) -> Dual<f64>| f(Dual::new(0.0, 1.0)).tangent;
        assert_eq!((at(Real::sigmoid), at(Real::tanh)), (0.25, 1.0));
        assert_eq!((at(Real::abs), at(Real::sign)), (0.0, 0.0));
        assert_eq!((at(|x| x.max(Dual::ZERO)), at(|x| x.min(Dual::ZERO))), (0.0, 1.0));
        assert!(Dual::new(f64::NAN, 1.0).max(Dual::ONE).value.is_nan() && !Dual::new(0.0, f64::INFINITY).is_finite());
    }
}
