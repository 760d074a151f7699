//! Clipping by value (`torch.nn.utils.clip_grad_value_`).

use super::{Clip, Gradient, SIZES, THRESHOLD, threshold};
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

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
        formula: "g_i ← min(max(g_i, −c), c)",
        help: "Clips every element separately, which changes the direction of the gradient.",
        params: &[threshold("Threshold", "Largest absolute value of a gradient element.", 0.5, SIZES)],
        torch: || Torch::call("nn.utils.clip_grad_value_(parameters, {threshold})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { clip_value: settings.get(&THRESHOLD) }
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

    fn ceiling<R: Real>(&self, _: &[R], layout: &Layout, layer: usize) -> Option<f64> {
        Some(self.clip_value * (layout.layers[layer].range.len() as f64).sqrt())
    }
}
