//! RMS normalisation (B. Zhang, R. Sennrich, "Root mean square layer normalization", 2019; `torch.nn.RMSNorm`).

use super::{NORM_EPS, Norm, add_parameters, sum_of_columns};
use crate::layout::Layout;
use crate::math::Real;
use crate::math::kernels::LANES;
use crate::networks::{Backward, Delta, Forward, Module};
use crate::registry::{Described, Item, Settings, Torch};
use std::ops::Range as Place;

/// y = γ x / √(mean(x²) + ε), with the mean of each row over its features.
#[derive(Clone, Copy, Debug)]
pub struct Rms {
    /// ε
    pub eps: f64,
}

impl Described for Rms {
    const ITEM: Item = Item {
        id: "rms",
        label: "RMS",
        formula: "y = γ x / √(mean(x²) + ε), the mean of each row over the layer's units",
        help: "Gives each row's sums a mean square of 1 over the units of the layer, before the activation. It is layer normalisation without subtracting the mean, and cheaper.",
        params: &[NORM_EPS.with(1e-6)],
        torch: || Torch::call("nn.RMSNorm(FEATURES, eps={norm_eps})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { eps: settings.get(&NORM_EPS) }
    }
}

impl Norm for Rms {
    fn module<R: Real>(&self, layout: &mut Layout, name: &str, features: usize) -> Option<Box<dyn Module<R>>> {
        Some(Box::new(RmsNorm::new(*self, layout, name, features)))
    }
}

/// RMS normalisation of a number of features.
#[derive(Clone, Debug)]
pub struct RmsNorm {
    definition: Rms,
    features: usize,
    layer: usize,
    weight: Place<usize>,
}

impl RmsNorm {
    /// Adds a layer called `name` to the layout: γ.
    pub fn new(definition: Rms, layout: &mut Layout, name: &str, features: usize) -> Self {
        let (weight, _) = add_parameters(layout, name, features, false);
        Self { definition, features, layer: layout.layers.len() - 1, weight }
    }
}

impl<R: Real> Module<R> for RmsNorm {
    fn outputs(&self) -> usize {
        self.features
    }

    fn layer(&self) -> usize {
        self.layer
    }

    /// 1/√(mean(x²) + ε) of each column.
    fn kept(&self, stride: usize) -> usize {
        stride
    }

    fn in_torch(&self) -> String {
        (Rms::ITEM.torch)().call.replace("FEATURES", &self.features.to_string())
    }

    fn forward(&self, pass: Forward<R>, y: &mut [R], kept: &mut [R]) {
        let (x, stride) = (pass.x(), pass.piece.stride);
        let inverse = &mut kept[..stride];
        inverse.fill(R::ZERO);
        for x in x.chunks_exact(stride).take(self.features) {
            inverse.iter_mut().zip(x).for_each(|(sum, x)| *sum += *x * *x);
        }
        let (count, eps) = (R::of(self.features as f64), R::of(self.definition.eps));
        inverse.iter_mut().for_each(|sum| *sum = R::ONE / (*sum / count + eps).sqrt());
        for (k, (y, x)) in y.chunks_exact_mut(stride).zip(x.chunks_exact(stride)).enumerate().take(self.features) {
            let gamma = pass.params[self.weight.start + k];
            for ((y, x), inverse) in y.iter_mut().zip(x).zip(&*inverse) {
                *y = *x * *inverse * gamma;
            }
        }
    }

    /// With x̂ = x/√(mean(x²) + ε) and g = γ δ: ∂L/∂x = (g − x̂ mean(g x̂))/√(mean(x²) + ε), means over features.
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]) {
        let Backward { params, x, stride, kept: inverse, .. } = pass;
        let d = &mut delta.now;
        for k in 0..self.features {
            let (d, x) = (&d[k * stride..][..stride], &x[k * stride..][..stride]);
            let [of_weight] = sum_of_columns(pass.columns, |b| [d[b] * (x[b] * inverse[b])]);
            gradient[self.weight.start + k] += of_weight;
        }
        let gamma = &params[self.weight.clone()];
        let count = R::of(self.features as f64);
        for first in (0..stride).step_by(LANES) {
            let hat = |k: usize, b: usize| x[k * stride + b] * inverse[b];
            let mut sum = [R::ZERO; LANES];
            for (k, gamma) in gamma.iter().enumerate() {
                for l in 0..LANES {
                    sum[l] += d[k * stride + first + l] * *gamma * hat(k, first + l);
                }
            }
            let mean = sum.map(|s| s / count);
            for (k, gamma) in gamma.iter().enumerate() {
                for l in 0..LANES {
                    let b = first + l;
                    let d = &mut d[k * stride + b];
                    *d = (*d * *gamma - hat(k, b) * mean[l]) * inverse[b];
                }
            }
        }
    }
}
