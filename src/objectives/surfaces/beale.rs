//! The function of E. M. L. Beale ("On an iterative method for finding a local minimum of a function of more than one
//! variable", 1958).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = (1.5 - x + xy)² + (2.25 - x + xy²)² + (2.625 - x + xy³)²
#[derive(Clone, Copy, Debug)]
pub struct Beale;

impl Described for Beale {
    const ITEM: Item = Item {
        id: "beale",
        label: "Beale",
        formula: "f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
        help: "Cliffs at the corners, flat in the middle. The gradient spans six powers of ten, so no single learning rate works everywhere.",
        group: "Functions of two variables",
        params: &[START_X.with(1.0), START_Y.with(1.5)],
        defaults: &[("lr", "0.003")],
        torch: || Torch::call("(1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2"),
        opens: Opens::at(10),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Beale {
    fn domain(&self) -> Domain {
        Domain { x: [-4.5, 4.5], y: [-4.5, 4.5], minima: vec![[3.0, 0.5]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (two, three) = (R::of(2.0), R::of(3.0));
        let (y2, y3) = (y * y, y * y * y);
        let (a, b, c) = (R::of(1.5) - x + x * y, R::of(2.25) - x + x * y2, R::of(2.625) - x + x * y3);
        let along_x = two * (a * (y - R::ONE) + b * (y2 - R::ONE) + c * (y3 - R::ONE));
        let along_y = two * x * (a + two * b * y + three * c * y2);
        (a * a + b * b + c * c, [along_x, along_y])
    }
}
