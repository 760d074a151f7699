//! Huber loss: P. J. Huber, "Robust estimation of a location parameter", 1964 (`torch.nn.HuberLoss`).

use super::{Loss, Shape, elementwise};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// e² / 2 for |e| ≤ δ, δ (|e| − δ/2) beyond, e = ŷ − y.
#[derive(Clone, Copy, Debug)]
pub struct Huber {
    /// δ, PyTorch's `delta`: the error from which on the loss is linear.
    pub delta: f64,
}

const DELTA: Key<f64> = Key::new(Param {
    key: "delta",
    label: "Delta",
    help: "Error from which the loss is linear. It is also the largest gradient of one output.",
    default: Default::Value(1.0),
    range: Range::Log(1e-3, 1e3),
    ..Param::BASE
});

impl Described for Huber {
    const ITEM: Item = Item {
        id: "huber",
        label: "Huber",
        formula: "mean e²/2 for |e| ≤ δ, δ (|e| − δ/2) beyond, e = ŷ − y",
        help: "Squared error with its gradient clipped at δ. Small errors count as usual; an outlier pulls with at most δ.",
        params: &[DELTA.param],
        torch: || Torch::call("nn.HuberLoss(delta={delta})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { delta: settings.get(&DELTA) }
    }
}

impl Loss for Huber {
    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        let (delta, half) = (R::of(self.delta), R::of(0.5));
        elementwise(output, target, shape, scale, slope, |output, target| {
            let error = output - target;
            let size = error.abs();
            if size > delta {
                (delta * (size - half * delta), delta * error.sign())
            } else {
                (half * error * error, error)
            }
        })
    }
}
