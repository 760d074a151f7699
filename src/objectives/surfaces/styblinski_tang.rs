//! The function of M. A. Styblinski and T.-S. Tang ("Experiments in nonconvex optimization", 1990).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = (x⁴ - 16x² + 5x + y⁴ - 16y² + 5y) / 2
#[derive(Clone, Copy, Debug)]
pub struct StyblinskiTang;

impl Described for StyblinskiTang {
    const ITEM: Item = Item {
        id: "styblinski-tang",
        label: "Styblinski-Tang",
        formula: "f = (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y) / 2",
        help: "Four minima of different depth around a hilltop. Only one is the global minimum.",
        group: "Functions of two variables",
        params: &[START_X.with(0.4), START_Y.with(-0.2)],
        defaults: &[("lr", "0.01")],
        torch: || Torch::call("(x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2"),
        opens: Opens::at(2),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for StyblinskiTang {
    fn domain(&self) -> Domain {
        Domain { x: [-5.0, 5.0], y: [-5.0, 5.0], minima: vec![[-2.903_534_027_771_177, -2.903_534_027_771_177]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let n = R::of;
        let half = |x: R| (x * x * (x * x - n(16.0)) + n(5.0) * x) / n(2.0);
        let slope = |x: R| n(2.0) * x * x * x - n(16.0) * x + n(2.5);
        (half(x) + half(y), [slope(x), slope(y)])
    }
}
