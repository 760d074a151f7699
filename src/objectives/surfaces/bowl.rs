//! An ill-conditioned quadratic bowl.

use super::{Domain, Surface, start_x, start_y};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Param, Range, Torch};
use crate::settings::Settings;

/// f = (x² + κ y²) / 2
#[derive(Clone, Copy, Debug)]
pub struct Bowl {
    /// κ, the ratio of the curvatures.
    pub kappa: f64,
}

impl Described for Bowl {
    const ITEM: Item = Item {
        id: "bowl",
        label: "Ill-conditioned bowl",
        formula: "f = (x² + κ y²) / 2",
        help: "Steep one way, flat the other: the rate that suits the steep side crawls along the flat one. It diverges above 2/κ.",
        group: "Functions of two variables",
        params: &[
            start_x(-4.0),
            start_y(2.0),
            Param {
                key: "kappa",
                label: "Condition number κ",
                help: "Ratio of the largest curvature to the smallest.",
                default: Default::Value(25.0),
                range: Range::Log(1.0, 10_000.0),
                ..Param::BASE
            },
        ],
        defaults: &[("lr", "0.07")],
        torch: Torch::call("(x * x + {kappa} * y * y) / 2"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { kappa: settings.number("kappa") }
    }
}

impl Surface for Bowl {
    fn domain(&self) -> Domain {
        Domain { x: [-5.0, 5.0], y: [-5.0, 5.0], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (half, kappa) = (R::of(0.5), R::of(self.kappa));
        (half * (x * x + kappa * y * y), [x, kappa * y])
    }
}
