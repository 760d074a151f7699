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
    // sin and cos by M. Abramowitz, I. Stegun, "Handbook of mathematical functions", table 4.6; one x is far away, where all
    // are reduced with more digits. The slope at 0 is 1, and so is the gain.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "Sine()",
            gain_squared: 1.0,
            points: &[
                [0.0, 0.0, 1.0],
                [0.4, 0.389418342309, 0.921060994003],
                [1.0, 0.841470984808, 0.540302305868],
                [-3.0, -0.14112000806, -0.9899924966],
            ],
        },
        super::Example {
            settings: "",
            torch: "Sine()",
            gain_squared: 1.0,
            points: &[
                [1.0, 0.841470984808, 0.540302305868],
                [1000.0, 0.826879540532, 0.562379076291],
                [1e9, 0.545843449448, 0.837887181363],
            ],
        },
    ];

    const GAIN: f64 = 1.0;

    #[inline(always)]
    fn value<R: Real>(&self, x: R) -> R {
        x.sin()
    }

    #[inline(always)]
    fn slope<R: Real>(&self, x: R, _: R) -> R {
        x.cos()
    }

    /// The same values, without a branch for every element in the usual case that all of `x` is near zero.
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
