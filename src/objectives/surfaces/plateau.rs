//! A well in a plain: an inverted Gaussian.

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = 1 - exp(-(x² + y²) / 2)
#[derive(Clone, Copy, Debug)]
pub struct Plateau;

impl Described for Plateau {
    const ITEM: Item = Item {
        id: "plateau",
        label: "Plateau",
        formula: "f = 1 − exp(−(x² + y²) / 2)",
        help: "Away from the well, the gradient vanishes exponentially. Plain gradient descent stalls there; an optimizer that divides by the gradient's size keeps moving.",
        group: "Functions of two variables",
        params: &[START_X.with(3.2), START_Y.with(2.4)],
        defaults: &[("lr", "0.5")],
        torch: || Torch::call("1 - torch.exp(-(x * x + y * y) / 2)"),
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Plateau {
    fn domain(&self) -> Domain {
        Domain { x: [-5.0, 5.0], y: [-5.0, 5.0], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let e = (R::of(-0.5) * (x * x + y * y)).exp();
        (R::ONE - e, [x * e, y * e])
    }
}
