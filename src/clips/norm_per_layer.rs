//! Clipping by the norm of each layer (`torch.nn.utils.clip_grad_norm_`, called for each).

use super::{Clip, Gradient, SIZES, THRESHOLD, clip_to_norm, threshold};
use crate::layout::Layout;
use crate::math::{Real, norm};
use crate::registry::{Described, Item, Settings, Torch};

/// What is clipped separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// A layer: weight and bias together.
    Layers,
    /// Every tensor.
    Tensors,
}

/// Scales every part of the gradient down to `max_norm` if its norm is larger.
#[derive(Clone, Copy, Debug)]
pub struct NormPerLayer {
    /// Largest norm.
    pub max_norm: f64,
    /// The parts; the page uses [`Parts::Layers`].
    pub parts: Parts,
}

impl Described for NormPerLayer {
    const ITEM: Item = Item {
        id: "layer-norm",
        label: "By norm per layer",
        formula: "g_l ← g_l · min(1, c / (‖g_l‖ + 10⁻⁶))",
        help: "Scales down only the layers whose gradient is too long, so that one exploding layer does not stop the others. The direction of the whole gradient changes.",
        params: &[threshold("Threshold", "Largest norm of a layer's gradient, weight and bias together.", 1.0, SIZES)],
        torch: || Torch::call("for _, tensors in layers:\n    nn.utils.clip_grad_norm_(tensors, {threshold})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { max_norm: settings.get(&THRESHOLD), parts: Parts::Layers }
    }
}

impl Clip for NormPerLayer {
    // By hand: the first layer has the norm 13 = √(3² + 4² + 12²), the second one 1/2 = √(0.3² + 0.4²), which c = 1 lets pass and
    // c = 0.25 halves.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "for _, tensors in layers:\n    nn.utils.clip_grad_norm_(tensors, 1)",
            params: [0.0; 8],
            gradients: &[[3.0, -4.0, 0.0, 0.0, 12.0, 0.0, 0.3, 0.4]],
            clipped: [3.0 / 13.000_001, -4.0 / 13.000_001, 0.0, 0.0, 12.0 / 13.000_001, 0.0, 0.3, 0.4],
            threshold: Some(1.0),
            ceilings_squared: [Some(1.0); 2],
        },
        super::Example {
            settings: "threshold=0.25",
            torch: "for _, tensors in layers:\n    nn.utils.clip_grad_norm_(tensors, 0.25)",
            params: [0.0; 8],
            gradients: &[[3.0, -4.0, 0.0, 0.0, 12.0, 0.0, 0.3, 0.4]],
            clipped: [
                0.75 / 13.000_001,
                -1.0 / 13.000_001,
                0.0,
                0.0,
                3.0 / 13.000_001,
                0.0,
                0.075 / 0.500_001,
                0.1 / 0.500_001,
            ],
            threshold: Some(0.25),
            ceilings_squared: [Some(0.0625); 2],
        },
    ];

    fn apply<R: Real>(&self, gradient: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        let Gradient { values, layout, .. } = gradient;
        let mut one = |range: &std::ops::Range<usize>| {
            let part = &mut values[range.clone()];
            let length = norm(part);
            clip_to_norm(part, length, self.max_norm);
        };
        match self.parts {
            Parts::Layers => layout.layers.iter().for_each(|layer| one(&layer.range)),
            Parts::Tensors => layout.tensors.iter().for_each(|tensor| one(&tensor.range)),
        }
        Some(self.max_norm)
    }

    fn ceiling<R: Real>(&self, _: &[R], layout: &Layout, layer: usize) -> Option<f64> {
        match self.parts {
            Parts::Layers => Some(self.max_norm),
            Parts::Tensors => {
                let tensors = layout.tensors.iter().filter(|tensor| tensor.layer == layer).count();
                Some(self.max_norm * (tensors as f64).sqrt())
            }
        }
    }
}
