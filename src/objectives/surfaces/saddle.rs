//! The simplest saddle.

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = x² - y²
#[derive(Clone, Copy, Debug)]
pub struct Saddle;

impl Described for Saddle {
    const ITEM: Item = Item {
        id: "saddle",
        label: "Saddle",
        formula: "f = x² − y²",
        help: "The gradient vanishes at the centre, which is not a minimum. A run that starts close to y = 0 stays there for a long time.",
        group: "Functions of two variables",
        params: &[START_X.with(1.5), START_Y.with(0.01)],
        defaults: &[("lr", "0.02")],
        torch: || Torch::call("x * x - y * y"),
        opens: Opens::at(10),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Saddle {
    fn domain(&self) -> Domain {
        Domain { x: [-2.0, 2.0], y: [-2.0, 2.0], minima: Vec::new() }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let two = R::of(2.0);
        (x * x - y * y, [two * x, -two * y])
    }
}
