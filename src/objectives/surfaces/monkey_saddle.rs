//! The monkey saddle: three valleys and three ridges meet.

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = x³ - 3 x y²
#[derive(Clone, Copy, Debug)]
pub struct MonkeySaddle;

impl Described for MonkeySaddle {
    const ITEM: Item = Item {
        id: "monkey-saddle",
        label: "Monkey saddle",
        formula: "f = x³ − 3 x y²",
        help: "Slope and curvature both vanish at the centre. The Hessian does not show which three directions lead down.",
        group: "Functions of two variables",
        params: &[START_X.with(1.5), START_Y.with(0.02)],
        defaults: &[("lr", "0.02")],
        torch: || Torch::call("x**3 - 3 * x * y * y"),
        opens: Opens::at(5),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for MonkeySaddle {
    fn domain(&self) -> Domain {
        Domain { x: [-2.0, 2.0], y: [-2.0, 2.0], minima: Vec::new() }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let three = R::of(3.0);
        (x * x * x - three * x * y * y, [three * (x * x - y * y), R::of(-6.0) * x * y])
    }
}
