//! The cliff of a recurrent network with one unit (R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training
//! recurrent neural networks", 2013, figure 6): fifty steps through the same weight make a wall in the loss.

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Described, Item, Opens, Settings, Torch};

/// Time steps.
const STEPS: usize = 50;

/// f(w, b) = (σ(h₅₀) − 0.7)², h_t = w σ(h_{t−1}) + b, h₀ = 0.5
#[derive(Clone, Copy, Debug)]
pub struct Cliff;

impl Described for Cliff {
    const ITEM: Item = Item {
        id: "cliff",
        label: "Cliff of a recurrent unit",
        formula: "f = (σ(h_50) − 0.7)², h_t = x σ(h_(t−1)) + y, h_0 = 0.5",
        help: "One weight and one bias, applied fifty times. At the wall the gradient explodes and throws the run far off. Clipping keeps it close.",
        group: "Functions of two variables",
        params: &[START_X.with(4.4), START_Y.with(-2.6)],
        defaults: &[("lr", "0.1")],
        torch: || Torch {
            call: "cliff(x, y)",
            define: "
def cliff(w, b):
    h = torch.tensor(0.5)
    for _ in range(50):
        h = w * torch.sigmoid(h) + b
    return (torch.sigmoid(h) - 0.7) ** 2",
        },
        opens: Opens::at(2).paused(),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Surface for Cliff {
    fn domain(&self) -> Domain {
        Domain { x: [3.0, 7.0], y: [-3.5, -1.5], minima: Vec::new() }
    }

    /// Forward-mode derivatives: h′_t = σ(h_{t−1}) + w σ′(h_{t−1}) h′_{t−1} by w; the same with 1 in place of
    /// σ(h_{t−1}) by b.
    fn value_and_gradient<R: Real>(&self, w: R, b: R) -> (R, [R; 2]) {
        let (mut h, mut dw, mut db) = (R::of(0.5), R::ZERO, R::ZERO);
        for _ in 0..STEPS {
            let s = h.sigmoid();
            let slope = w * s * (R::ONE - s);
            dw = s + slope * dw;
            db = R::ONE + slope * db;
            h = w * s + b;
        }
        let s = h.sigmoid();
        let error = s - R::of(0.7);
        let outer = R::of(2.0) * error * s * (R::ONE - s);
        (error * error, [outer * dw, outer * db])
    }
}
