//! Easom's function (E. E. Easom 1990; M. Jamil, X.-S. Yang 2013, number 50).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};
use std::f64::consts::PI;

/// f = -cos x cos y exp(-(x - π)² - (y - π)²)
#[derive(Clone, Copy, Debug)]
pub struct Easom;

impl Described for Easom {
    const ITEM: Item = Item {
        id: "easom",
        label: "Easom",
        formula: "f = −cos x cos y exp(−(x − π)² − (y − π)²)",
        help: "A narrow hole in a plain. A few units away the gradient is almost zero, and no local method finds the minimum.",
        group: "Functions of two variables",
        params: &[START_X.with(4.2), START_Y.with(4.0)],
        defaults: &[("lr", "0.2")],
        torch: || Torch::call("-torch.cos(x) * torch.cos(y) * torch.exp(-((x - torch.pi) ** 2) - (y - torch.pi) ** 2)"),
        opens: Opens::at(2),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Easom {
    fn domain(&self) -> Domain {
        Domain { x: [-10.0, 10.0], y: [-10.0, 10.0], minima: vec![[PI, PI]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let two = R::of(2.0);
        let (a, b) = (x - R::of(PI), y - R::of(PI));
        let e = (-(a * a) - b * b).exp();
        let (cx, cy) = (x.cos(), y.cos());
        (-cx * cy * e, [e * cy * (x.sin() + two * a * cx), e * cx * (y.sin() + two * b * cy)])
    }
}
