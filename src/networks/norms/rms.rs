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
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.RMSNorm(FEATURES, eps=0.000001)",
            y: [
                [0.807182536271, -1.88982086519, 2.16271751995, 0.165984984292, 2.30315389899],
                [-0.807182536271, -0.314970144198, 0.270339689994, -0.663939937168, 0.383858983165],
                [-0.645746029017, 2.01580892287, 1.58599284796, -2.21313312389, 0.460630779798],
            ],
            of_x: [
                [0.248076263808, 0.0539935962722, 0.21339981948, 0.230888494387, -0.158709511459],
                [-0.54726326661, -0.467955000013, 0.397575186684, 0.269821502644, -0.294907752856],
                [-2.32285738931, 0.359966907556, -0.116924497281, 0.346874804803, 0.0750372614461],
            ],
            of_gamma: &[1.01178009285, 1.11274271583, 0.138162054563],
            of_beta: &[],
            running: &[],
        },
        super::Example {
            settings: "norm_eps=0.5",
            torch: "nn.RMSNorm(FEATURES, eps=0.5)",
            y: [
                [0.642333003232, -1.41108130258, 1.92681499352, 0.158407502357, 2.22273044915],
                [-0.642333003232, -0.235180217096, 0.24085187419, -0.633630009428, 0.370455074859],
                [-0.513866402586, 1.50515338941, 1.41299766191, -2.11210003143, 0.44454608983],
            ],
            of_x: [
                [0.219241289123, -0.227271501831, 0.349617456427, 0.217648374986, -0.169348470405],
                [-0.370008937803, -0.215616553019, 0.294398431575, 0.225107464316, -0.276519462785],
                [-1.86156166218, 0.482847879347, -0.0164486899298, 0.358036287855, 0.0699899112153],
            ],
            of_gamma: &[0.740883367664, 0.880987271656, -0.0206419524948],
            of_beta: &[],
            running: &[],
        },
    ];

    fn module<R: Real>(&self, layout: &mut Layout, name: &str, features: usize) -> Option<Box<dyn Module<R>>> {
        Some(Box::new(RmsNorm::new(*self, layout, name, features)))
    }
}

/// RMS normalisation as a module.
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
    fn saved_len(&self, stride: usize) -> usize {
        stride
    }

    fn in_torch(&self) -> String {
        (Rms::ITEM.torch)().call.replace("FEATURES", &self.features.to_string())
    }

    fn forward(&self, pass: Forward<R>, y: &mut [R], saved: &mut [R]) {
        let (x, stride) = (pass.x(), pass.piece.stride);
        let inverse = &mut saved[..stride];
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
        let Backward { params, x, stride, saved: inverse, .. } = pass;
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
