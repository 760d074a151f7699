//! ZClip (A. Kumar, L. Owen, N. R. Chowdhury, F. Güra, "ZClip: Adaptive Spike Mitigation for LLM Pre-Training", 2025,
//! algorithm 1).

use super::{Clip, Gradient, SIZES, THRESHOLD, clip_to_norm, threshold};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// Clips spikes: norms more than `z_thresh` standard deviations above the running mean. All others pass.
#[derive(Clone, Copy, Debug)]
pub struct ZClip {
    /// Weight of the past in the running mean and variance.
    pub alpha: f64,
    /// Standard deviations above the mean from which a norm is a spike.
    pub z_thresh: f64,
    /// Added to the deviation in the denominator.
    pub eps: f64,
    /// Number of norms that are only recorded at first.
    pub warmup_steps: u64,
}

const WARMUP_STEPS: Key<u64> = Key::new(Param {
    key: "warmup_steps",
    label: "Warm-up norms",
    help: "Number of norms that are only recorded at first, to estimate their mean and standard deviation.",
    unit: "steps",
    default: Default::Value(25.0),
    range: Range::Integer(2, 10_000),
    seldom: true,
});

const ZCLIP_ALPHA: Key<f64> = Key::new(Param {
    key: "zclip_alpha",
    seldom: true,
    label: "Memory α",
    help: "Weight of the past in the running mean and variance.",
    default: Default::Value(0.97),
    range: Range::Linear(0.0, 0.9999),
    ..Param::BASE
});

impl Described for ZClip {
    const ITEM: Item = Item {
        id: "zclip",
        label: "ZClip",
        formula: "z = (‖g‖ − μ) / σ; where z > z₀: c = μ + z₀² σ / z, g ← g · min(1, c / (‖g‖ + 10⁻⁶))",
        help: "Clips only spikes: norms far above the running mean. The larger the spike, the shorter the result.",
        params: &[
            threshold(
                "Deviations z₀",
                "Standard deviations above the mean norm from which a norm counts as a spike.",
                2.5,
                SIZES,
            ),
            WARMUP_STEPS.param,
            ZCLIP_ALPHA.param,
        ],
        torch: || Torch {
            call: "zclip(parameters, {threshold}, {warmup_steps}, {zclip_alpha})",
            define: "
past = {\"seen\": [], \"mean\": 0.0, \"variance\": 0.0}


def zclip(parameters, z_thresh, warmup_steps, alpha):
    norm = sum(p.grad.double().square().sum() for p in parameters).sqrt().item()
    if len(past[\"seen\"]) < warmup_steps:  # these are only looked at
        past[\"seen\"].append(norm)
        past[\"mean\"] = sum(past[\"seen\"]) / len(past[\"seen\"])
        past[\"variance\"] = sum((n - past[\"mean\"]) ** 2 for n in past[\"seen\"]) / len(past[\"seen\"])
        return
    deviation = past[\"variance\"] ** 0.5
    z = (norm - past[\"mean\"]) / (deviation + 1e-6)
    if z > z_thresh:
        norm = past[\"mean\"] + z_thresh**2 * deviation / z
        nn.utils.clip_grad_norm_(parameters, norm)
    past[\"mean\"] = alpha * past[\"mean\"] + (1 - alpha) * norm
    past[\"variance\"] = alpha * past[\"variance\"] + (1 - alpha) * (norm - past[\"mean\"]) ** 2",
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            alpha: settings.get(&ZCLIP_ALPHA),
            z_thresh: settings.get(&THRESHOLD),
            eps: 1e-6,
            warmup_steps: settings.get(&WARMUP_STEPS),
        }
    }
}

impl Clip for ZClip {
    // By hand: 12 and 14 have the mean μ = 13 and the deviation σ = 1. At 26, z = 13 / (1 + 10⁻⁶) and the threshold is
    // 13 + 2.5² / z. With it μ = 0.97 · 13 + 0.03 c and σ² = 0.97 + 0.03 (c − μ)² (α = 1/2: both halves) for another 26. At 15.4 nothing
    // happens, for z = 2.4; the first 25 norms pass by default.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "warmup_steps=2",
            torch: "zclip(parameters, 2.5, 2, 0.97)",
            params: [0.0; 8],
            gradients: &[
                [12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [14.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [26.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ],
            clipped: [13.48076919305, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            threshold: Some(13.48076971154),
            ceilings_squared: [None; 2],
        },
        super::Example {
            settings: "warmup_steps=2",
            torch: "zclip(parameters, 2.5, 2, 0.97)",
            params: [0.0; 8],
            gradients: &[
                [12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [14.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [26.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [26.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ],
            clipped: [13.48442737601, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            threshold: Some(13.48442789464),
            ceilings_squared: [None; 2],
        },
        super::Example {
            settings: "warmup_steps=2&zclip_alpha=0.5",
            torch: "zclip(parameters, 2.5, 2, 0.5)",
            params: [0.0; 8],
            gradients: &[
                [12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [14.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [26.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [26.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ],
            clipped: [13.49945032362, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            threshold: Some(13.49945084283),
            ceilings_squared: [None; 2],
        },
        super::Example {
            settings: "warmup_steps=2",
            torch: "zclip(parameters, 2.5, 2, 0.97)",
            params: [0.0; 8],
            gradients: &[
                [12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [14.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [15.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ],
            clipped: [15.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            threshold: None,
            ceilings_squared: [None; 2],
        },
        super::Example {
            settings: "",
            torch: "zclip(parameters, 2.5, 25, 0.97)",
            params: [0.0; 8],
            gradients: &[
                [12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [14.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                [26.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ],
            clipped: [26.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            threshold: None,
            ceilings_squared: [None; 2],
        },
    ];

    const BOUNDS_NORM: bool = true;
    const IS_FIXED: bool = false;

    fn apply<R: Real>(&self, gradient: Gradient<R>, memory: &mut Vec<f64>) -> Option<f64> {
        memory.resize(3, 0.0);
        let [count, mean, variance] = memory.as_mut_slice() else { return None };
        let norm = gradient.norm;
        if *count < self.warmup_steps as f64 {
            // Mean and variance of all norms so far (B. P. Welford 1962).
            *count += 1.0;
            let before = norm - *mean;
            *mean += before / *count;
            *variance += (before * (norm - *mean) - *variance) / *count;
            return None;
        }
        let deviation = variance.sqrt();
        let z = (norm - *mean) / (deviation + self.eps);
        let threshold = (z > self.z_thresh).then(|| *mean + self.z_thresh * self.z_thresh * deviation / z);
        let seen = threshold.unwrap_or(norm);
        *mean = self.alpha * *mean + (1.0 - self.alpha) * seen;
        *variance = self.alpha * *variance + (1.0 - self.alpha) * (seen - *mean) * (seen - *mean);
        if let Some(threshold) = threshold {
            clip_to_norm(gradient.values, norm, threshold);
        }
        threshold
    }
}
