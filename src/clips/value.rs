//! Clipping by value (`torch.nn.utils.clip_grad_value_`).

use super::{Clip, Gradient};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Param, Range, Torch};
use crate::settings::Settings;

/// Every element is brought into [−clip_value, clip_value]. This bends the gradient's direction.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// Largest size of an element.
    pub clip_value: f64,
}

impl Described for Value {
    const ITEM: Item = Item {
        id: "value",
        label: "By value",
        formula: "g_i ← min(max(g_i, -c), c)",
        help: "Cuts every element on its own, which bends the gradient's direction.",
        params: &[Param {
            key: "threshold",
            label: "Threshold",
            help: "Largest size of a gradient's element.",
            default: Default::Value(0.5),
            range: Range::Log(0.0, 1e6),
            ..Param::BASE
        }],
        torch: Torch::call("nn.utils.clip_grad_value_(parameters, {threshold})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { clip_value: settings.number("threshold") }
    }
}

impl Clip for Value {
    fn apply<R: Real>(&self, gradient: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        let (low, high) = (R::of(-self.clip_value), R::of(self.clip_value));
        for g in gradient.values {
            // Written with comparisons that NaN fails, so that it stays.
            *g = if *g > high {
                high
            } else if *g < low {
                low
            } else {
                *g
            };
        }
        Some(self.clip_value)
    }
}
