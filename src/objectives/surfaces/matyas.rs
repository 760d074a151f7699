//! Matyas' function (M. Jamil, X.-S. Yang 2013, number 71).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = 0.26 (x² + y²) - 0.48 x y
#[derive(Clone, Copy, Debug)]
pub struct Matyas;

impl Described for Matyas {
    const ITEM: Item = Item {
        id: "matyas",
        label: "Matyas",
        formula: "f = 0.26 (x² + y²) − 0.48 x y",
        facts: &[
            ("Curvatures", "λ₁ = 1, λ₂ = 1/25: condition number κ = 25"),
            ("Gradient descent", "stable below lr = 2, fastest at 2/(λ₁ + λ₂) = 25/13"),
            ("Momentum", "fastest at lr = 25/9, μ = 4/9"),
        ],
        help: "A flat valley along the diagonal, with 25 times less curvature than its walls. Optimizers that scale each axis separately gain nothing.",
        group: "Functions of two variables",
        params: &[START_X.with(-2.0), START_Y.with(9.0)],
        defaults: &[("lr", "0.5")],
        torch: || Torch::call("0.26 * (x * x + y * y) - 0.48 * x * y"),
        opens: Opens::at(10),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Matyas {
    const IS_BOWL: bool = true;

    fn domain(&self) -> Domain {
        Domain { x: [-10.0, 10.0], y: [-10.0, 10.0], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (a, b) = (R::of(0.26), R::of(0.48));
        let two = R::of(2.0);
        (a * (x * x + y * y) - b * x * y, [two * a * x - b * y, two * a * y - b * x])
    }
}
