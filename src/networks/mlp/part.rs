//! A module in the list.

use crate::math::Real;
use crate::networks::linear::Linear;
use crate::networks::pointwise::Pointwise;
use crate::networks::{Backward, Delta, Forward, Module};
use std::ops::Deref;

/// A module. The two most common ones are called without dynamic dispatch, which matters for tiny layers.
pub(super) enum Part<R: Real> {
    Linear(Linear),
    Pointwise(Pointwise),
    Other(Box<dyn Module<R>>),
}

impl<R: Real> Part<R> {
    /// [`Module::forward`].
    #[inline(always)]
    pub fn forward(&self, pass: Forward<R>, y: &mut [R], saved: &mut [R]) {
        match self {
            Self::Linear(module) => module.forward(pass, y, saved),
            Self::Pointwise(module) => module.forward(pass, y, saved),
            Self::Other(module) => module.forward(pass, y, saved),
        }
    }

    /// [`Module::backward`].
    #[inline(always)]
    pub fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]) {
        match self {
            Self::Linear(module) => module.backward(pass, delta, gradient),
            Self::Pointwise(module) => module.backward(pass, delta, gradient),
            Self::Other(module) => module.backward(pass, delta, gradient),
        }
    }
}

impl<R: Real> Deref for Part<R> {
    type Target = dyn Module<R>;

    fn deref(&self) -> &(dyn Module<R> + 'static) {
        match self {
            Self::Linear(module) => module,
            Self::Pointwise(module) => module,
            Self::Other(module) => &**module,
        }
    }
}
