//! McCormick's function (M. Jamil, X.-S. Yang 2013, number 73).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = sin(x + y) + (x - y)² - 1.5x + 2.5y + 1
#[derive(Clone, Copy, Debug)]
pub struct McCormick;

impl Described for McCormick {
    const ITEM: Item = Item {
        id: "mccormick",
        label: "McCormick",
        formula: "f = sin(x + y) + (x − y)² − 1.5x + 2.5y + 1",
        help: "A sloping valley with ripples along it.",
        group: "Functions of two variables",
        params: &[START_X.with(3.5), START_Y.with(0.5)],
        defaults: &[("lr", "0.1")],
        torch: || Torch::call("torch.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1"),
        opens: Opens::at(1),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for McCormick {
    fn domain(&self) -> Domain {
        Domain { x: [-1.5, 4.0], y: [-3.0, 4.0], minima: vec![[-0.547_197_551_196_597_7, -1.547_197_551_196_597_9]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let n = R::of;
        let (sum, d) = (x + y, x - y);
        let value = sum.sin() + d * d - n(1.5) * x + n(2.5) * y + R::ONE;
        (value, [sum.cos() + n(2.0) * d - n(1.5), sum.cos() - n(2.0) * d + n(2.5)])
    }
}
