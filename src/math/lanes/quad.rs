//! Four numbers of any kind, in an array.

use super::{LANES, Lanes};
use crate::math::Real;
use std::ops::{Add, Mul, Sub};

/// Four numbers.
#[derive(Clone, Copy)]
pub struct Quad<R>([R; LANES]);

impl<R: Real> Lanes<R> for Quad<R> {
    type Wide = Quad<f64>;
    #[inline(always)]
    fn splat(x: R) -> Self {
        Self([x; LANES])
    }
    #[inline(always)]
    fn load(from: &[R; LANES]) -> Self {
        Self(*from)
    }
    #[inline(always)]
    fn store(self, to: &mut [R; LANES]) {
        *to = self.0;
    }
    #[inline(always)]
    fn widen(self) -> Quad<f64> {
        Quad(self.0.map(R::to_f64))
    }
}

impl<R: Real> Add for Quad<R> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([a + e, b + f, c + g, d + h])
    }
}

impl<R: Real> Sub for Quad<R> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([a - e, b - f, c - g, d - h])
    }
}

impl<R: Real> Mul for Quad<R> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([a * e, b * f, c * g, d * h])
    }
}
