//! Lévi's function number 13 (A. V. Levy, A. Montalvo, "The tunneling algorithm for the global minimization of
//! functions", 1985).

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};
use std::f64::consts::{PI, TAU};

/// f = sin² 3πx + (x - 1)² (1 + sin² 3πy) + (y - 1)² (1 + sin² 2πy)
#[derive(Clone, Copy, Debug)]
pub struct Levi13;

impl Described for Levi13 {
    const ITEM: Item = Item {
        id: "levi-13",
        label: "Lévi 13",
        formula: "f = sin² 3πx + (x − 1)² (1 + sin² 3πy) + (y − 1)² (1 + sin² 2πy)",
        help: "A bowl with corrugated walls. With a small learning rate, the run is caught in the first dip.",
        group: "Functions of two variables",
        params: &[START_X.with(-4.0), START_Y.with(5.0)],
        defaults: &[("lr", "0.002")],
        torch: || {
            Torch::call(
                "torch.sin(3 * torch.pi * x) ** 2 + (x - 1) ** 2 * (1 + torch.sin(3 * torch.pi * y) ** 2) + (y - 1) ** 2 * (1 + torch.sin(2 * torch.pi * y) ** 2)",
            )
        },
        opens: Opens::at(20),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Levi13 {
    fn domain(&self) -> Domain {
        Domain { x: [-10.0, 10.0], y: [-10.0, 10.0], minima: vec![[1.0, 1.0]] }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        let (two, k, m) = (R::of(2.0), R::of(3.0 * PI), R::of(TAU));
        let (a, b) = (x - R::ONE, y - R::ONE);
        let (s1, s2, s3) = ((k * x).sin(), (k * y).sin(), (m * y).sin());
        let (c1, c2, c3) = ((k * x).cos(), (k * y).cos(), (m * y).cos());
        let value = s1 * s1 + a * a * (R::ONE + s2 * s2) + b * b * (R::ONE + s3 * s3);
        let along_x = two * (k * s1 * c1 + a * (R::ONE + s2 * s2));
        let along_y = two * (a * a * k * s2 * c2 + b * (R::ONE + s3 * s3) + b * b * m * s3 * c3);
        (value, [along_x, along_y])
    }
}
