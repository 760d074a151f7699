//! Sine: V. Sitzmann, J. N. P. Martel, A. W. Bergman, D. B. Lindell, G. Wetzstein, "Implicit neural representations with
//! periodic activation functions", 2020.

use super::Activation;
use crate::math::Real;
use crate::math::elementary::NEAR;
use crate::registry::{Described, Item, Settings, Torch};

/// f(x) = sin x
#[derive(Clone, Copy, Debug)]
pub struct Sine;

impl Described for Sine {
    const ITEM: Item = Item {
        id: "sine",
        label: "Sine",
        formula: "f(x) = sin x",
        facts: &[("Derivative", "f'(x) = cos x"), ("Range", "[−1, 1]")],
        help: "The slope oscillates between −1 and 1. Nothing saturates, but large signals give gradients of random sign.",
        torch: || Torch {
            call: "Sine()",
            define: "
class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)",
        },
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Activation for Sine {
    const GAIN: f64 = 1.0;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x.sin()
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        x.cos()
    }

    /// The same numbers: where all of `x` is near, as it nearly always is, without a branch for every element.
    fn forward<R: Real>(&self, x: &[R], y: &mut [R]) {
        if all_near(x) {
            y.iter_mut().zip(x).for_each(|(y, x)| *y = x.sin_near());
        } else {
            y.iter_mut().zip(x).for_each(|(y, x)| *y = x.sin());
        }
    }

    fn backward<R: Real>(&self, x: &[R], _: &[R], d: &mut [R]) {
        if all_near(x) {
            d.iter_mut().zip(x).for_each(|(d, x)| *d *= x.cos_near());
        } else {
            d.iter_mut().zip(x).for_each(|(d, x)| *d *= x.cos());
        }
    }
}

#[inline(always)]
fn all_near<R: Real>(x: &[R]) -> bool {
    let near = R::of(f64::from(NEAR));
    !x.iter().fold(false, |far, x| far | (x.abs() > near))
}
