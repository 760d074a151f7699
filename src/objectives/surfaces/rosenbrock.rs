//! The banana valley (H. H. Rosenbrock 1960).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = (1 - x)² + 100 (y - x²)²
#[derive(Clone, Copy, Debug)]
pub struct Rosenbrock;

impl Described for Rosenbrock {
    const ITEM: Item = Item {
        id: "rosenbrock",
        label: "Rosenbrock valley",
        formula: "f = (1 − x)² + 100 (y − x²)²",
        help: "A narrow, curved valley. Reaching it is easy; following it to the minimum at (1, 1) is slow.",
        group: "Functions of two variables",
        params: &[START_X.with(-1.2), START_Y.with(1.0)],
        defaults: &[("lr", "0.001")],
        torch: || Torch::call("(1 - x) ** 2 + 100 * (y - x * x) ** 2"),
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Rosenbrock {
    fn domain(&self) -> Domain {
        Domain { x: [-2.0, 2.0], y: [-1.0, 3.0], minima: vec![[1.0, 1.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (a, b) = (R::ONE - x, y - x * x);
        let value = a * a + R::of(100.0) * b * b;
        (value, [R::of(-2.0) * a - R::of(400.0) * x * b, R::of(200.0) * b])
    }
}
