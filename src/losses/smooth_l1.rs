//! Smooth L1: R. Girshick, "Fast R-CNN", 2015, eq. 3 (`torch.nn.SmoothL1Loss`): the Huber loss divided by its δ.

use super::{Loss, Shape, elementwise};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// e² / (2β) for |e| < β, |e| − β/2 beyond, e = ŷ − y.
#[derive(Clone, Copy, Debug)]
pub struct SmoothL1 {
    /// β, PyTorch's `beta`: the loss is linear for larger errors.
    pub beta: f64,
}

const BETA: Key<f64> = Key::new(Param {
    key: "beta",
    label: "Beta",
    help: "Error from which the loss is linear.",
    default: Default::Value(1.0),
    range: Range::Log(1e-3, 1e3),
    ..Param::BASE
});

impl Described for SmoothL1 {
    const ITEM: Item = Item {
        id: "smooth-l1",
        label: "Smooth L1",
        formula: "mean e²/(2β) for |e| < β, |e| − β/2 beyond, e = ŷ − y",
        help: "Absolute error without its kink. The gradient is at most 1, and shrinks to 0 within β of the target.",
        params: &[BETA.param],
        torch: || Torch::call("nn.SmoothL1Loss(beta={beta})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { beta: settings.get(&BETA) }
    }
}

impl Loss for SmoothL1 {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.SmoothL1Loss(beta=1)",
            output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25]],
            target: &[&[0.0, 1.0, 2.5, 0.25, -0.25], &[-3.5, 0.5, 2.0, 0.0, 0.75]],
            value: 80.26875,
            slope: &[&[0.05, -0.1, -0.05, 0.0, 0.075], &[0.05, 0.025, -0.1, 0.1, -0.1]],
        },
        super::Example {
            settings: "beta=0.5",
            torch: "nn.SmoothL1Loss(beta=0.5)",
            output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25]],
            target: &[&[0.0, 1.0, 2.5, 0.25, -0.25], &[-3.5, 0.5, 2.0, 0.0, 0.75]],
            value: 80.43125,
            slope: &[&[0.1, -0.1, -0.1, 0.0, 0.1], &[0.1, 0.05, -0.1, 0.1, -0.1]],
        },
    ];

    fn bends(&self) -> Vec<f64> {
        vec![-self.beta, self.beta]
    }

    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        let (beta, half) = (R::of(self.beta), R::of(0.5));
        elementwise(output, target, shape, scale, slope, |output, target| {
            let error = output - target;
            let size = error.abs();
            if size < beta { (half * error * error / beta, error / beta) } else { (size - half * beta, error.sign()) }
        })
    }
}
