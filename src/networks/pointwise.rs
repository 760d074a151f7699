//! An activation as a module.

use super::{Backward, Delta, Forward, Module};
use crate::activations::AnyActivation;
use crate::math::Real;
use crate::registry::Item;

/// y = f(x), element by element.
#[derive(Clone, Debug)]
pub struct Pointwise {
    /// f
    pub activation: AnyActivation,
    /// Number of input and output features.
    pub features: usize,
    /// The layer whose output this is.
    pub layer: usize,
}

impl<R: Real> Module<R> for Pointwise {
    fn outputs(&self) -> usize {
        self.features
    }

    fn layer(&self) -> usize {
        self.layer
    }

    fn activation(&self) -> Option<&AnyActivation> {
        Some(&self.activation)
    }

    #[inline(always)]
    fn forward(&self, pass: Forward<R>, y: &mut [R], _: &mut [R]) {
        let n = self.features * pass.piece.stride;
        self.activation.forward(&pass.x()[..n], &mut y[..n]);
    }

    fn in_torch(&self) -> String {
        (self.activation.item().torch)().call.into()
    }

    fn item(&self) -> Option<&'static Item> {
        Some(self.activation.item())
    }

    #[inline(always)]
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, _: &mut [R]) {
        let n = self.features * pass.stride;
        self.activation.backward(&pass.x[..n], &pass.y[..n], &mut delta.now[..n]);
    }
}
