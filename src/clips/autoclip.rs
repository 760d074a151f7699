//! AutoClip (P. Seetharaman, G. Wichern, B. Pardo, J. Le Roux, "AutoClip: Adaptive gradient clipping for source separation
//! networks", 2020).

use super::norm_history::WINDOW;
use super::{Clip, Gradient, THRESHOLD, clip_to_norm, threshold};
use crate::math::Real;
use crate::registry::{Described, Item, Range, Settings, Torch};

/// Clips to a percentile of the norms so far, this one included; of the last [`WINDOW`] if there are more.
#[derive(Clone, Copy, Debug)]
pub struct AutoClip {
    /// From 0 to 100.
    pub percentile: f64,
}

// The help text states this number.
const _: () = assert!(WINDOW == 10_000);

impl Described for AutoClip {
    const ITEM: Item = Item {
        id: "autoclip",
        label: "AutoClip",
        formula: "c = p-th percentile of the norms so far (of the last 10,000); g ← g · min(1, c / (‖g‖ + 10⁻⁶))",
        help: "Chooses its threshold from the gradient norms of the run so far. At a low percentile, it shortens nearly every gradient.",
        params: &[threshold(
            "Percentile",
            "Percentage of the norms so far that lie below the threshold.",
            10.0,
            Range::Linear(0.0, 100.0),
        )],
        torch: || Torch {
            call: "autoclip(parameters, {threshold})",
            define: "
seen = []


def autoclip(parameters, percentile):  # of the norms so far, of the last 10,000
    seen.append(sum(p.grad.double().square().sum() for p in parameters).sqrt().item())
    threshold = torch.quantile(torch.tensor(seen[-10_000:], dtype=torch.float64), percentile / 100)
    nn.utils.clip_grad_norm_(parameters, threshold.item())",
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { percentile: settings.get(&THRESHOLD) }
    }
}

impl Clip for AutoClip {
    // By hand: the norms are 1, 5 and 13. The 25th percentile is 3, the mean of the first two; the 10th is 1 + 0.2 · 4.
    // The first norm of a run is its own percentile.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "threshold=25",
            torch: "autoclip(parameters, 25)",
            params: [0.0; 8],
            gradients: &[
                [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [3.0, 0.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0],
                [3.0, -4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 12.0],
            ],
            clipped: [9.0 / 13.000_001, -12.0 / 13.000_001, 0.0, 0.0, 0.0, 0.0, 0.0, 36.0 / 13.000_001],
            threshold: Some(3.0),
            ceilings_squared: [None; 2],
        },
        super::Example {
            settings: "",
            torch: "autoclip(parameters, 10)",
            params: [0.0; 8],
            gradients: &[
                [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [3.0, 0.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0],
                [3.0, -4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 12.0],
            ],
            clipped: [5.4 / 13.000_001, -7.2 / 13.000_001, 0.0, 0.0, 0.0, 0.0, 0.0, 21.6 / 13.000_001],
            threshold: Some(1.8),
            ceilings_squared: [None; 2],
        },
    ];

    const USES_HISTORY: bool = true;
    const BOUNDS_NORM: bool = true;
    const IS_FIXED: bool = false;

    fn apply<R: Real>(&self, gradient: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        let threshold = gradient.norm_history.percentile(self.percentile);
        clip_to_norm(gradient.values, gradient.norm, threshold);
        Some(threshold)
    }
}
