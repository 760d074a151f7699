//! Clipping by the norm of the whole gradient (R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training
//! recurrent neural networks", 2013, algorithm 1; `torch.nn.utils.clip_grad_norm_`).

use super::{Clip, Gradient, SIZES, THRESHOLD, clip_to_norm, threshold};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// Which norm is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NormType {
    /// L1: sum of absolute values.
    One,
    /// L2.
    Two,
    /// L∞: largest absolute value.
    Infinity,
}

/// Scales the gradient down to `max_norm` if its norm is larger. The direction stays.
#[derive(Clone, Copy, Debug)]
pub struct Norm {
    /// Largest norm.
    pub max_norm: f64,
    /// The kind of norm; the page uses [`NormType::Two`].
    pub norm_type: NormType,
}

impl Described for Norm {
    const ITEM: Item = Item {
        id: "norm",
        label: "By global norm",
        formula: "g ← g · min(1, c / (‖g‖ + 10⁻⁶))",
        help: "Scales the whole gradient down to the threshold and keeps its direction.",
        params: &[threshold("Threshold", "Largest norm of the whole gradient.", 1.0, SIZES)],
        torch: || Torch::call("nn.utils.clip_grad_norm_(parameters, {threshold})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { max_norm: settings.get(&THRESHOLD), norm_type: NormType::Two }
    }
}

impl Clip for Norm {
    // By hand: 3² + 4² + 12² = 13², and c = 1, so that everything is divided by 13 + 10⁻⁶. With c = 26 nothing is.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.utils.clip_grad_norm_(parameters, 1)",
            params: [0.0; 8],
            gradients: &[[3.0, -4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 12.0]],
            clipped: [3.0 / 13.000_001, -4.0 / 13.000_001, 0.0, 0.0, 0.0, 0.0, 0.0, 12.0 / 13.000_001],
            threshold: Some(1.0),
            ceilings_squared: [None; 2],
        },
        super::Example {
            settings: "threshold=26",
            torch: "nn.utils.clip_grad_norm_(parameters, 26)",
            params: [0.0; 8],
            gradients: &[[3.0, -4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 12.0]],
            clipped: [3.0, -4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 12.0],
            threshold: Some(26.0),
            ceilings_squared: [None; 2],
        },
    ];

    const BOUNDS_NORM: bool = true;

    fn apply<R: Real>(&self, gradient: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        let sizes = gradient.values.iter().map(|g| g.to_f64().abs());
        let norm = match self.norm_type {
            NormType::One => sizes.sum(),
            NormType::Two => gradient.norm,
            NormType::Infinity => sizes.fold(0.0, |largest, g| if g.is_nan() || g > largest { g } else { largest }),
        };
        clip_to_norm(gradient.values, norm, self.max_norm);
        Some(self.max_norm)
    }
}
