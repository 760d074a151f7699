//! The camel with three humps (M. Jamil, X.-S. Yang 2013, number 29).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = 2x² - 1.05x⁴ + x⁶/6 + x y + y²
#[derive(Clone, Copy, Debug)]
pub struct ThreeHumpCamel;

impl Described for ThreeHumpCamel {
    const ITEM: Item = Item {
        id: "three-hump-camel",
        label: "Three-hump camel",
        formula: "f = 2x² − 1.05x⁴ + x⁶/6 + x y + y²",
        help: "Three minima in a row, the middle one deepest. Where a run ends depends on where it starts.",
        group: "Functions of two variables",
        params: &[START_X.with(2.4), START_Y.with(-2.0)],
        defaults: &[("lr", "0.02")],
        torch: || Torch::call("2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y * y"),
        opens: Opens::at(5),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for ThreeHumpCamel {
    fn domain(&self) -> Domain {
        Domain { x: [-5.0, 5.0], y: [-5.0, 5.0], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let n = R::of;
        let x2 = x * x;
        let value = n(2.0) * x2 - n(1.05) * x2 * x2 + x2 * x2 * x2 / n(6.0) + x * y + y * y;
        (value, [n(4.0) * x - n(4.2) * x * x2 + x * x2 * x2 + y, x + n(2.0) * y])
    }
}
