//! The function of D. M. Himmelblau ("Applied nonlinear programming", 1972).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = (x² + y - 11)² + (x + y² - 7)²
#[derive(Clone, Copy, Debug)]
pub struct Himmelblau;

impl Described for Himmelblau {
    const ITEM: Item = Item {
        id: "himmelblau",
        label: "Himmelblau",
        formula: "f = (x² + y − 11)² + (x + y² − 7)²",
        help: "Four equally deep minima. The start decides which one a run reaches, and momentum can carry it to another.",
        group: "Functions of two variables",
        params: &[START_X.with(-0.5), START_Y.with(0.5)],
        defaults: &[("lr", "0.01")],
        torch: || Torch::call("(x * x + y - 11) ** 2 + (x + y * y - 7) ** 2"),
        opens: Opens::at(2),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Himmelblau {
    fn domain(&self) -> Domain {
        Domain {
            x: [-5.0, 5.0],
            y: [-5.0, 5.0],
            minima: vec![
                [3.0, 2.0],
                [-2.805_118_086_952_745, 3.131_312_518_250_573],
                [-3.779_310_253_377_747, -3.283_185_991_286_169_6],
                [3.584_428_340_330_491_7, -1.848_126_526_964_403_6],
            ],
        }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (two, four) = (R::of(2.0), R::of(4.0));
        let (a, b) = (x * x + y - R::of(11.0), x + y * y - R::of(7.0));
        (a * a + b * b, [four * x * a + two * b, two * a + four * y * b])
    }
}
