//! The function of A. A. Goldstein and J. F. Price ("On descent from local minima", 1971).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// f = (1 + (x+y+1)² (19 - 14x + 3x² - 14y + 6xy + 3y²)) (30 + (2x-3y)² (18 - 32x + 12x² + 48y - 36xy + 27y²))
#[derive(Clone, Copy, Debug)]
pub struct GoldsteinPrice;

impl Described for GoldsteinPrice {
    const ITEM: Item = Item {
        id: "goldstein-price",
        label: "Goldstein-Price",
        formula: "f = (1 + (x+y+1)² (19 − 14x + 3x² − 14y + 6xy + 3y²)) (30 + (2x−3y)² (18 − 32x + 12x² + 48y − 36xy + 27y²))",
        help: "Values from 3 to a million. The gradient explodes close to the valleys; clipping keeps the run from diverging.",
        group: "Functions of two variables",
        params: &[START_X.with(-1.2), START_Y.with(0.4)],
        defaults: &[("lr", "0.00002")],
        torch: || {
            Torch::call(
                "(1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)) * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2))",
            )
        },
        opens: Opens::at(2),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for GoldsteinPrice {
    fn domain(&self) -> Domain {
        Domain { x: [-2.0, 2.0], y: [-2.0, 2.0], minima: vec![[0.0, -1.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let n = R::of;
        let (sum, difference) = (x + y, n(2.0) * x - n(3.0) * y);
        let p = sum + R::ONE;
        let q = n(19.0) - n(14.0) * sum + n(3.0) * sum * sum;
        let a = R::ONE + p * p * q;
        let a_slope = n(2.0) * p * q + p * p * (n(6.0) * sum - n(14.0));
        let t = n(18.0) - n(16.0) * difference + n(3.0) * difference * difference;
        let b = n(30.0) + difference * difference * t;
        let b_slope = n(2.0) * difference * t + difference * difference * (n(6.0) * difference - n(16.0));
        (a * b, [a_slope * b + n(2.0) * a * b_slope, a_slope * b - n(3.0) * a * b_slope])
    }
}
