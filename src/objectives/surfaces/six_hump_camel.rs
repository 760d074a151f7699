//! The camel with six humps (M. Jamil, X.-S. Yang 2013, number 30).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = (4 - 2.1x² + x⁴/3) x² + x y + (4y² - 4) y²
#[derive(Clone, Copy, Debug)]
pub struct SixHumpCamel;

impl Described for SixHumpCamel {
    const ITEM: Item = Item {
        id: "six-hump-camel",
        label: "Six-hump camel",
        formula: "f = (4 − 2.1x² + x⁴/3) x² + x y + (4y² − 4) y²",
        help: "Six minima, of which the two deepest are equal. Small changes of the start or the momentum lead to another one.",
        group: "Functions of two variables",
        params: &[START_X.with(-1.9), START_Y.with(1.5)],
        defaults: &[("lr", "0.01")],
        torch: || Torch::call("(4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2"),
        opens: Opens::at(1),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for SixHumpCamel {
    fn domain(&self) -> Domain {
        Domain {
            x: [-3.0, 3.0],
            y: [-2.0, 2.0],
            minima: vec![
                [0.089_842_013_100_318_06, -0.712_656_403_020_739_6],
                [-0.089_842_013_100_318_06, 0.712_656_403_020_739_6],
            ],
        }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let n = R::of;
        let (x2, y2) = (x * x, y * y);
        let value = (n(4.0) - n(2.1) * x2 + x2 * x2 / n(3.0)) * x2 + x * y + n(4.0) * (y2 - R::ONE) * y2;
        let along_x = n(8.0) * x - n(8.4) * x * x2 + n(2.0) * x * x2 * x2 + y;
        (value, [along_x, x - n(8.0) * y + n(16.0) * y * y2])
    }
}
