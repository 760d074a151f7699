//! Mean squared error.

use super::{Loss, Shape, elementwise};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// (ŷ − y)²
#[derive(Clone, Copy, Debug)]
pub struct Mse;

impl Described for Mse {
    const ITEM: Item = Item {
        id: "mse",
        label: "Squared error",
        formula: "mean (ŷ − y)²",
        help: "The gradient grows with the error. A single outlier can dominate a step.",
        torch: || Torch::call("nn.MSELoss()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Loss for Mse {
    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        elementwise(output, target, shape, scale, slope, |output, target| {
            let error = output - target;
            (error * error, error + error)
        })
    }
}
