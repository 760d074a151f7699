//! Clipping by value (`torch.nn.utils.clip_grad_value_`).

use super::{Clip, Gradient, SIZES, THRESHOLD, threshold};
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// Clamps every element to [−clip_value, clip_value]. This changes the gradient's direction.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// Largest absolute value of an element.
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
    // By hand. c = 1/2 cuts all but 0.3, −0.4 and 0; six elements of size 1/2 have a norm of 6/4, squared, and two one of 2/4.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.utils.clip_grad_value_(parameters, 0.5)",
            params: [0.0; 8],
            gradients: &[[3.0, -4.0, 0.5, -0.5, 12.0, 0.0, 0.3, -0.4]],
            clipped: [0.5, -0.5, 0.5, -0.5, 0.5, 0.0, 0.3, -0.4],
            threshold: Some(0.5),
            ceilings_squared: [Some(1.5), Some(0.5)],
        },
        super::Example {
            settings: "threshold=3",
            torch: "nn.utils.clip_grad_value_(parameters, 3)",
            params: [0.0; 8],
            gradients: &[[3.0, -4.0, 0.5, -0.5, 12.0, 0.0, 0.3, -0.4]],
            clipped: [3.0, -3.0, 0.5, -0.5, 3.0, 0.0, 0.3, -0.4],
            threshold: Some(3.0),
            ceilings_squared: [Some(54.0), Some(18.0)],
        },
    ];

    fn apply<R: Real>(&self, gradient: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        let (low, high) = (R::of(-self.clip_value), R::of(self.clip_value));
        for g in gradient.values {
            // Comparisons that are false for NaN, so that NaN stays.
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
