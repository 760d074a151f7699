//! The sphere function, the simplest bowl.

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = x² + y²
#[derive(Clone, Copy, Debug)]
pub struct Sphere;

impl Described for Sphere {
    const ITEM: Item = Item {
        id: "sphere",
        label: "Sphere",
        formula: "f = x² + y²",
        facts: &[
            ("Curvatures", "λ₁ = λ₂ = 2: condition number κ = 1"),
            ("Gradient descent", "stable below lr = 1, converges in one step at lr = 1/2"),
        ],
        help: "The curvature is the same in every direction. The negative gradient points at the minimum, and every optimizer should find it.",
        group: "Functions of two variables",
        params: &[START_X.with(-4.0), START_Y.with(3.0)],
        defaults: &[("lr", "0.1")],
        torch: || Torch::call("x * x + y * y"),
        opens: Opens::at(2),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Sphere {
    const IS_BOWL: bool = true;

    fn domain(&self) -> Domain {
        Domain { x: [-5.0, 5.0], y: [-5.0, 5.0], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let two = R::of(2.0);
        (x * x + y * y, [two * x, two * y])
    }
}
