//! Huber loss: P. J. Huber, "Robust estimation of a location parameter", 1964 (`torch.nn.HuberLoss`).

use super::{Loss, Shape, elementwise};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// e² / 2 for |e| ≤ δ, δ (|e| − δ/2) beyond, e = ŷ − y.
#[derive(Clone, Copy, Debug)]
pub struct Huber {
    /// δ, PyTorch's `delta`: the loss is linear for larger errors.
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
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.HuberLoss(delta=1)",
            output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25]],
            target: &[&[0.0, 1.0, 2.5, 0.25, -0.25], &[-3.5, 0.5, 2.0, 0.0, 0.75]],
            value: 80.26875,
            slope: &[&[0.05, -0.1, -0.05, 0.0, 0.075], &[0.05, 0.025, -0.1, 0.1, -0.1]],
        },
        super::Example {
            settings: "delta=0.5",
            torch: "nn.HuberLoss(delta=0.5)",
            output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25]],
            target: &[&[0.0, 1.0, 2.5, 0.25, -0.25], &[-3.5, 0.5, 2.0, 0.0, 0.75]],
            value: 40.215625,
            slope: &[&[0.05, -0.05, -0.05, 0.0, 0.05], &[0.05, 0.025, -0.05, 0.05, -0.05]],
        },
    ];

    fn bends(&self) -> Vec<f64> {
        vec![-self.delta, self.delta]
    }

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
