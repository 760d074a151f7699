//! The function of L. A. Rastrigin ("Systems of extremal control", 1974).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};
use std::f64::consts::TAU;

/// f = 20 + x² - 10 cos 2πx + y² - 10 cos 2πy
#[derive(Clone, Copy, Debug)]
pub struct Rastrigin;

impl Described for Rastrigin {
    const ITEM: Item = Item {
        id: "rastrigin",
        label: "Rastrigin",
        formula: "f = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
        help: "A wide bowl full of small dips. Gradient descent ends in the nearest one.",
        group: "Functions of two variables",
        params: &[START_X.with(2.3), START_Y.with(-1.7)],
        defaults: &[("lr", "0.002")],
        torch: || {
            Torch::call("20 + x * x - 10 * torch.cos(2 * torch.pi * x) + y * y - 10 * torch.cos(2 * torch.pi * y)")
        },
        opens: Opens::at(1),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Rastrigin {
    fn domain(&self) -> Domain {
        Domain { x: [-5.12, 5.12], y: [-5.12, 5.12], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (ten, tau) = (R::of(10.0), R::of(TAU));
        let value = R::of(20.0) + (x * x - ten * (tau * x).cos()) + (y * y - ten * (tau * y).cos());
        let slope = |x: R| R::of(2.0) * x + ten * tau * (tau * x).sin();
        (value, [slope(x), slope(y)])
    }
}
