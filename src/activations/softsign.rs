//! Softsign: J. Bergstra, G. Desjardins, P. Lamblin, Y. Bengio, "Quadratic polynomials learn better image features",
//! 2009; studied by X. Glorot, Y. Bengio 2010.

use super::Activation;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = x / (1 + |x|)
#[derive(Clone, Copy, Debug)]
pub struct Softsign;

impl Described for Softsign {
    const ITEM: Item = Item {
        id: "softsign",
        label: "Softsign",
        formula: "f(x) = x / (1 + |x|)",
        facts: &[("Derivative", "f'(x) = 1 / (1 + |x|)²"), ("Range", "(−1, 1)")],
        help: "Saturates like tanh, but by a power law instead of exponentially. Far from zero the gradient is small but not gone.",
        torch: || Torch::call("nn.Softsign()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Softsign {
    const GAIN: f64 = 1.0;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x / (R::ONE + x.abs())
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        let d = R::ONE + x.abs();
        R::ONE / (d * d)
    }
}
