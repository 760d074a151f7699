//! Layer normalisation (J. L. Ba, J. R. Kiros, G. E. Hinton 2016; `torch.nn.LayerNorm`).

use super::{NORM_EPS, Norm, add_parameters, sum_of_columns};
use crate::layout::Layout;
use crate::math::Real;
use crate::math::kernels::LANES;
use crate::networks::{Backward, Delta, Forward, Module};
use crate::registry::{Described, Item, Settings, Torch};
use std::ops::Range as Place;

/// y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of each row over its features.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// ε
    pub eps: f64,
}

impl Described for Layer {
    const ITEM: Item = Item {
        id: "layer",
        label: "Layer",
        formula: "y = γ (x − μ) / √(σ² + ε) + β, μ and σ² of each row over the layer's units",
        help: "Gives each row's sums mean 0 and variance 1 over the units of the layer, before the activation. Rows do not depend on each other, and training and evaluation are the same.",
        params: &[NORM_EPS.with(1e-5)],
        torch: || Torch::call("nn.LayerNorm(FEATURES, eps={norm_eps})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { eps: settings.get(&NORM_EPS) }
    }
}

impl Norm for Layer {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.LayerNorm(FEATURES, eps=0.00001)",
            y: [
                [-0.0358023667936, -1.9954851965, 1.69416582247, 0.1, 2.01310528844],
                [-0.43374437837, -0.053998205636, 0.869695231358, -0.412371828385, 0.783429272362],
                [-2.65390769109, 1.47798743945, 0.25322649547, -2.74948731354, -0.517089961809],
            ],
            of_x: [
                [1.49271125143, 0.0757752505621, 0.204144980809, -0.0519588218024, -0.0946873484554],
                [-0.663404867828, -0.454733436956, 0.0993071813237, 0.0259786379616, -0.123821391518],
                [-0.829306383607, 0.378958186394, -0.303452162133, 0.0259801838408, 0.218508739973],
            ],
            of_gamma: &[0.710683817201, 0.641370125848, 0.7954150383],
            of_beta: &[0.4, 1.9, 0.35],
            running: &[],
        },
        super::Example {
            settings: "norm_eps=0.5",
            torch: "nn.LayerNorm(FEATURES, eps=0.5)",
            y: [
                [0.00204652773275, -1.45910345116, 1.45630368313, 0.1, 1.9384702332],
                [-0.257116203914, 0.0110177634954, 0.769771410266, -0.384093668459, 0.760668227147],
                [-1.99786018597, 1.02287565553, 0.17068073022, -2.63637467384, -0.508620735682],
            ],
            of_x: [
                [1.04574208026, -0.24297716122, 0.289906370534, -0.0495594627783, -0.101488472689],
                [-0.0453217558251, -0.229478430041, -0.0619810835454, -0.00875674718264, -0.109388892423],
                [-1.00042032444, 0.472455591262, -0.227925286989, 0.058316209961, 0.210877365113],
            ],
            of_gamma: &[0.44895013727, 0.389135315699, 0.375877303585],
            of_beta: &[0.4, 1.9, 0.35],
            running: &[],
        },
    ];

    fn module<R: Real>(&self, layout: &mut Layout, name: &str, features: usize) -> Option<Box<dyn Module<R>>> {
        Some(Box::new(LayerNorm::new(*self, layout, name, features)))
    }
}

/// Layer normalisation as a module.
#[derive(Clone, Debug)]
pub struct LayerNorm {
    definition: Layer,
    features: usize,
    layer: usize,
    weight: Place<usize>,
    bias: Place<usize>,
}

impl LayerNorm {
    /// Adds a layer called `name` to the layout: γ and β.
    pub fn new(definition: Layer, layout: &mut Layout, name: &str, features: usize) -> Self {
        let (weight, bias) = add_parameters(layout, name, features, true);
        Self { definition, features, layer: layout.layers.len() - 1, weight, bias }
    }
}

impl<R: Real> Module<R> for LayerNorm {
    fn outputs(&self) -> usize {
        self.features
    }

    fn layer(&self) -> usize {
        self.layer
    }

    /// μ, then 1/√(σ² + ε), of each column.
    fn saved_len(&self, stride: usize) -> usize {
        2 * stride
    }

    fn in_torch(&self) -> String {
        (Layer::ITEM.torch)().call.replace("FEATURES", &self.features.to_string())
    }

    fn forward(&self, pass: Forward<R>, y: &mut [R], saved: &mut [R]) {
        let (x, stride) = (pass.x(), pass.piece.stride);
        let count = R::of(self.features as f64);
        let (mean, inverse) = saved.split_at_mut(stride);
        let inverse = &mut inverse[..stride];
        mean.fill(R::ZERO);
        for x in x.chunks_exact(stride).take(self.features) {
            mean.iter_mut().zip(x).for_each(|(sum, x)| *sum += *x);
        }
        mean.iter_mut().for_each(|sum| *sum = *sum / count);
        inverse.fill(R::ZERO);
        for x in x.chunks_exact(stride).take(self.features) {
            for ((sum, x), mean) in inverse.iter_mut().zip(x).zip(&*mean) {
                *sum += (*x - *mean) * (*x - *mean);
            }
        }
        inverse.iter_mut().for_each(|sum| *sum = R::ONE / (*sum / count + R::of(self.definition.eps)).sqrt());
        for (k, (y, x)) in y.chunks_exact_mut(stride).zip(x.chunks_exact(stride)).enumerate().take(self.features) {
            let (gamma, beta) = (pass.params[self.weight.start + k], pass.params[self.bias.start + k]);
            for (((y, x), mean), inverse) in y.iter_mut().zip(x).zip(&*mean).zip(&*inverse) {
                *y = (*x - *mean) * *inverse * gamma + beta;
            }
        }
    }

    /// With x̂ = (x − μ)/√(σ² + ε) and g = γ δ: ∂L/∂x = (g − mean(g) − x̂ mean(g x̂))/√(σ² + ε), means over features.
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]) {
        let Backward { params, x, stride, .. } = pass;
        let (mean, inverse) = pass.saved.split_at(stride);
        let d = &mut delta.now;
        for k in 0..self.features {
            let (d, x) = (&d[k * stride..][..stride], &x[k * stride..][..stride]);
            let terms = |b: usize| [d[b], d[b] * ((x[b] - mean[b]) * inverse[b])];
            let [of_bias, of_weight] = sum_of_columns(pass.columns, terms);
            gradient[self.bias.start + k] += of_bias;
            gradient[self.weight.start + k] += of_weight;
        }
        let gamma = &params[self.weight.clone()];
        let count = R::of(self.features as f64);
        for first in (0..stride).step_by(LANES) {
            let hat = |k: usize, b: usize| (x[k * stride + b] - mean[b]) * inverse[b];
            let (mut sum, mut sum_hat) = ([R::ZERO; LANES], [R::ZERO; LANES]);
            for (k, gamma) in gamma.iter().enumerate() {
                for l in 0..LANES {
                    let g = d[k * stride + first + l] * *gamma;
                    sum[l] += g;
                    sum_hat[l] += g * hat(k, first + l);
                }
            }
            let (mean_g, mean_hat) = (sum.map(|s| s / count), sum_hat.map(|s| s / count));
            for (k, gamma) in gamma.iter().enumerate() {
                for l in 0..LANES {
                    let b = first + l;
                    let d = &mut d[k * stride + b];
                    *d = (*d * *gamma - mean_g[l] - hat(k, b) * mean_hat[l]) * inverse[b];
                }
            }
        }
    }
}
