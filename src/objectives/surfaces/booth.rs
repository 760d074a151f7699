//! Booth's function (M. Jamil, X.-S. Yang, "A literature survey of benchmark functions for global optimisation
//! problems", 2013, number 17).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = (x + 2y - 7)² + (2x + y - 5)²
#[derive(Clone, Copy, Debug)]
pub struct Booth;

impl Described for Booth {
    const ITEM: Item = Item {
        id: "booth",
        label: "Booth",
        formula: "f = (x + 2y − 7)² + (2x + y − 5)²",
        facts: &[
            ("Curvatures", "λ₁ = 18, λ₂ = 2: condition number κ = 9"),
            ("Gradient descent", "stable below lr = 1/9, fastest at 2/(λ₁ + λ₂) = 1/10"),
            ("Momentum", "fastest at lr = 1/8, μ = 1/4"),
        ],
        help: "A bowl with nine times the curvature in one direction, not aligned with the axes.",
        group: "Functions of two variables",
        params: &[START_X.with(-8.0), START_Y.with(-6.0)],
        defaults: &[("lr", "0.05")],
        torch: || Torch::call("(x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2"),
        opens: Opens::at(1),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Booth {
    const IS_BOWL: bool = true;

    fn domain(&self) -> Domain {
        Domain { x: [-10.0, 10.0], y: [-10.0, 10.0], minima: vec![[1.0, 3.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (two, four) = (R::of(2.0), R::of(4.0));
        let (a, b) = (x + two * y - R::of(7.0), two * x + y - R::of(5.0));
        (a * a + b * b, [two * a + four * b, four * a + two * b])
    }
}
