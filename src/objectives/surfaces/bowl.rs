//! An ill-conditioned quadratic bowl.

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Opens, Param, Range, Settings, Torch};

/// f = (u² + κ v²) / 2, where u and v are x and y turned by an angle
#[derive(Clone, Copy, Debug)]
pub struct Bowl {
    /// κ, the ratio of the curvatures.
    pub kappa: f64,
    /// Angle between the steep direction and the y axis, in degrees.
    pub rotation: f64,
}

const KAPPA: Key<f64> = Key::new(Param {
    key: "kappa",
    label: "Condition number κ",
    help: "Ratio of the largest curvature to the smallest.",
    default: Default::Value(25.0),
    range: Range::Log(1.0, 10_000.0),
    ..Param::BASE
});

const ROTATION: Key<f64> = Key::new(Param {
    key: "rotation",
    label: "Rotation φ",
    help: "Rotates the valley away from the axes. Optimizers that scale each axis separately lose their advantage.",
    unit: "°",
    range: Range::Linear(0.0, 90.0),
    ..Param::BASE
});

impl Described for Bowl {
    const ITEM: Item = Item {
        id: "bowl",
        label: "Ill-conditioned bowl",
        formula: "f = (u² + κ v²) / 2, u = x cos φ + y sin φ, v = y cos φ − x sin φ",
        facts: &[
            ("Curvatures", "λ₁ = κ, λ₂ = 1"),
            ("Gradient descent", "stable below lr = 2/κ, fastest at 2/(κ + 1)"),
            ("Momentum", "fastest at lr = 4/(√κ + 1)², μ = ((√κ - 1)/(√κ + 1))²"),
        ],
        help: "Steep in one direction, flat in the other. A learning rate small enough for the steep direction crawls along the flat one. Above 2/κ the run diverges.",
        group: "Functions of two variables",
        params: &[START_X.with(-4.0), START_Y.with(2.0), KAPPA.param, ROTATION.param],
        defaults: &[("lr", "0.07")],
        torch: || Torch {
            call: "bowl(x, y, {kappa}, {rotation})",
            define: "
def bowl(x, y, kappa, degrees):
    angle = torch.deg2rad(torch.tensor(float(degrees)))
    u, v = x * angle.cos() + y * angle.sin(), y * angle.cos() - x * angle.sin()
    return (u * u + kappa * v * v) / 2",
        },
        opens: Opens::at(2),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { kappa: settings.get(&KAPPA), rotation: settings.get(&ROTATION) }
    }
}

impl Surface for Bowl {
    const IS_BOWL: bool = true;

    fn domain(&self) -> Domain {
        Domain { x: [-5.0, 5.0], y: [-5.0, 5.0], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (half, kappa) = (R::of(0.5), R::of(self.kappa));
        let angle = self.rotation.to_radians();
        let (cos, sin) = (R::of(libm::cos(angle)), R::of(libm::sin(angle)));
        let (u, v) = (x * cos + y * sin, y * cos - x * sin);
        let slope = kappa * v;
        (half * (u * u + v * slope), [u * cos - slope * sin, u * sin + slope * cos])
    }
}
