//! The function of D. H. Ackley ("A connectionist machine for genetic hillclimbing", 1987).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};
use std::f64::consts::{E, PI, TAU};

/// f = 20 + e - 20 exp(-√((x² + y²) / 2) / 5) - exp((cos 2πx + cos 2πy) / 2)
#[derive(Clone, Copy, Debug)]
pub struct Ackley;

impl Described for Ackley {
    const ITEM: Item = Item {
        id: "ackley",
        label: "Ackley",
        formula: "f = 20 + e − 20 exp(−√((x² + y²) / 2) / 5) − exp((cos 2πx + cos 2πy) / 2)",
        help: "Small dips on a funnel. At the minimum the slope jumps instead of vanishing, so a fixed learning rate never comes to rest.",
        group: "Functions of two variables",
        params: &[START_X.with(-3.2), START_Y.with(2.4)],
        defaults: &[("lr", "0.02")],
        torch: || {
            Torch::call(
                "20 + torch.e - 20 * torch.exp(-torch.sqrt((x * x + y * y) / 2) / 5) - torch.exp((torch.cos(2 * torch.pi * x) + torch.cos(2 * torch.pi * y)) / 2)",
            )
        },
        opens: Opens::at(1),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Ackley {
    fn domain(&self) -> Domain {
        Domain { x: [-5.0, 5.0], y: [-5.0, 5.0], minima: vec![[0.0, 0.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let n = R::of;
        let distance = (n(0.5) * (x * x + y * y)).sqrt();
        let funnel = (-distance / n(5.0)).exp();
        let cups = (n(0.5) * ((n(TAU) * x).cos() + (n(TAU) * y).cos())).exp();
        // The gradient is undefined at the tip; zero is the mean of those around it.
        let steep = if distance > R::ZERO { n(2.0) * funnel / distance } else { n(0.0) * funnel };
        let slope = |x: R| steep * x + n(PI) * cups * (n(TAU) * x).sin();
        (n(20.0) + n(E) - n(20.0) * funnel - cups, [slope(x), slope(y)])
    }
}
