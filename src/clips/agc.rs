//! Adaptive gradient clipping (A. Brock, S. De, S. L. Smith, K. Simonyan, "High-Performance Large-Scale Image
//! Recognition Without Normalization", 2021, equation 3), unit by unit.

use super::{Clip, Gradient, SIZES, THRESHOLD, threshold};
use crate::layout::{Layout, Tensor};
use crate::math::{Real, joined_norm, norm};
use crate::registry::{Described, Item, Settings, Torch};
use std::ops::Range;

/// Clips the gradient of every unit to a share of the norm of its weights. A unit is a row of a matrix, or a whole
/// vector.
#[derive(Clone, Debug)]
pub struct Agc {
    /// λ, that share.
    pub clip_factor: f64,
    /// Smallest norm of a unit's weights that is used, so that units can leave zero.
    pub eps: f64,
    /// Layers that are not clipped, such as the last one in the paper. The page clips all.
    pub exclude_layers: Vec<String>,
}

impl Described for Agc {
    const ITEM: Item = Item {
        id: "agc",
        label: "Adaptive (AGC)",
        formula: "g_i ← g_i · λ max(‖w_i‖, ε) / ‖g_i‖ where ‖g_i‖ is larger, unit by unit",
        help: "Compares the gradient of every unit with its weights, so that no step changes a unit by more than a fraction of itself.",
        params: &[threshold(
            "Clip factor λ",
            "Largest norm of a unit's gradient, divided by the norm of its weights.",
            0.01,
            SIZES,
        )],
        torch: || Torch {
            call: "agc(parameters, {threshold})",
            define: "
def agc(parameters, clip_factor, eps=1e-3):  # unit by unit: every row of a matrix, a vector as a whole
    for p in parameters:
        w, g = (t.reshape(len(t) if t.dim() > 1 else 1, -1) for t in (p.detach(), p.grad))
        most = clip_factor * w.norm(dim=1, keepdim=True).clamp(min=eps)
        size = g.norm(dim=1, keepdim=True)
        g.mul_(torch.where(size < most, 1, most / size.clamp(min=1e-6)))",
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { clip_factor: settings.get(&THRESHOLD), eps: 1e-3, exclude_layers: Vec::new() }
    }
}

impl Clip for Agc {
    // By hand, with λ = 1/10: the first row of weights has the norm 5, so that the gradient's first row, of norm 5 too,
    // is clipped to 1/2. The second row is 0 and counts as 10⁻³, which leaves 10⁻⁴ of the gradient. The bias has the
    // norm 10 and lets 0.6 pass; the last row lets 0.05 pass, half of what it could. The ceiling of a layer is √Σ of
    // the squares of its units' ceilings.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "threshold=0.1",
            torch: "agc(parameters, 0.1)",
            params: [3.0, 4.0, 0.0, 0.0, 6.0, -8.0, 1.0, 0.0],
            gradients: &[[3.0, -4.0, 0.0, 2.0, 0.6, 0.0, 0.03, 0.04]],
            clipped: [0.3, -0.4, 0.0, 1e-4, 0.6, 0.0, 0.03, 0.04],
            threshold: Some(0.1),
            ceilings_squared: [Some(0.25 + 1e-8 + 1.0), Some(0.01)],
        },
        super::Example {
            settings: "",
            torch: "agc(parameters, 0.01)",
            params: [3.0, 4.0, 0.0, 0.0, 6.0, -8.0, 1.0, 0.0],
            gradients: &[[3.0, -4.0, 0.0, 2.0, 0.6, 0.0, 0.03, 0.04]],
            clipped: [0.03, -0.04, 0.0, 1e-5, 0.1, 0.0, 0.006, 0.008],
            threshold: Some(0.01),
            ceilings_squared: [Some(0.0025 + 1e-10 + 0.01), Some(0.0001)],
        },
    ];

    fn apply<R: Real>(&self, gradient: Gradient<R>, _: &mut Vec<f64>) -> Option<f64> {
        let Gradient { values, params, layout, .. } = gradient;
        for tensor in layout.tensors.iter().filter(|tensor| self.clips(layout, tensor.layer)) {
            for unit in units(tensor) {
                let limit = self.limit(&params[unit.clone()]);
                let length = norm(&values[unit.clone()]);
                if length >= limit {
                    let factor = limit / length.max(1e-6);
                    for g in &mut values[unit] {
                        *g = R::of(g.to_f64() * factor);
                    }
                }
            }
        }
        Some(self.clip_factor)
    }

    fn ceiling<R: Real>(&self, params: &[R], layout: &Layout, layer: usize) -> Option<f64> {
        let tensors = || layout.tensors.iter().filter(|tensor| tensor.layer == layer);
        let limits = tensors().flat_map(units).map(|unit| self.limit(&params[unit]));
        self.clips(layout, layer).then(|| joined_norm(limits))
    }
}

impl Agc {
    fn limit<R: Real>(&self, weights: &[R]) -> f64 {
        let length = norm(weights);
        self.clip_factor * if length < self.eps { self.eps } else { length }
    }

    fn clips(&self, layout: &Layout, layer: usize) -> bool {
        !self.exclude_layers.contains(&layout.layers[layer].name)
    }
}

/// The ranges of a tensor's units.
fn units(tensor: &Tensor) -> impl Iterator<Item = Range<usize>> + Clone {
    let rows = if tensor.shape.len() < 2 { 1 } else { tensor.shape[0].max(1) };
    let (start, length) = (tensor.range.start, tensor.range.len() / rows);
    (0..rows).map(move |row| start + row * length..start + (row + 1) * length)
}
