//! Batch normalisation (S. Ioffe, C. Szegedy 2015, algorithm 1; `torch.nn.BatchNorm1d`).

use super::{NORM_EPS, Norm, add_parameters, sum_of_columns};
use crate::layout::Layout;
use crate::math::Real;
use crate::networks::{Backward, Delta, Forward, Module};
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};
use std::ops::Range as Place;

/// y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of each feature over the batch.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// ε
    pub eps: f64,
    /// Weight of the newest batch in the running statistics.
    pub momentum: f64,
}

const NORM_MOMENTUM: Key<f64> = Key::new(Param {
    key: "norm_momentum",
    seldom: true,
    label: "Batch momentum",
    help: "Weight of the newest batch in the running mean and variance. Evaluation uses these instead of the statistics of a batch.",
    default: Default::Value(0.1),
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
});

impl Described for Batch {
    const ITEM: Item = Item {
        id: "batch",
        label: "Batch",
        formula: "y = γ (x − μ) / √(σ² + ε) + β, μ and σ² of each unit over the batch",
        help: "Gives each unit's sums mean 0 and variance 1 over the batch, before the activation, so that they neither shrink nor grow with depth. The gradient of a row depends on the other rows in its batch.",
        params: &[NORM_EPS.with(1e-5), NORM_MOMENTUM.param],
        advice: |settings| {
            let alone = settings.batch() == Some(1);
            alone.then_some("The mean over a batch of one row is the row itself: every sum becomes 0, and no gradient passes. Use larger batches or layer normalisation.")
        },
        torch: || Torch::call("nn.BatchNorm1d(FEATURES, eps={norm_eps}, momentum={norm_momentum})"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { eps: settings.get(&NORM_EPS), momentum: settings.get(&NORM_MOMENTUM) }
    }
}

impl Norm for Batch {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.BatchNorm1d(FEATURES, eps=0.00001, momentum=0.1)",
            y: [
                [-0.468630580374, -1.78085499662, 0.843593835873, -0.687334649748, 2.59322639087],
                [-0.10260446663, 0.185590263494, 0.545833676148, -0.534896561816, 0.906077088803],
                [-0.667451093056, 1.01669975012, 1.47601361644, -4.0357527794, 0.710490505904],
            ],
            of_x: [
                [0.0784806320284, -0.507556798943, 0.839481318499, 0.155770982366, -0.566176133951],
                [-0.0645087004526, 0.080641864443, 0.168416783272, -0.0372690271907, -0.147280920072],
                [-1.83004144817, 0.643982493751, 0.462722272497, 0.647484840153, 0.075851841773],
            ],
            of_gamma: &[-0.399499433391, -0.0317014203136, -0.68820527637],
            of_beta: &[0.4, 1.9, 0.35],
            running: &[0.115, 0.045, -0.006, 1.2675, 1.27625, 1.1133],
        },
        super::Example {
            settings: "norm_eps=0.5&norm_momentum=0.25",
            torch: "nn.BatchNorm1d(FEATURES, eps=0.5, momentum=0.25)",
            y: [
                [-0.425684769367, -1.63880346791, 0.787433929172, -0.627871219123, 2.40492552722],
                [-0.0802242691589, 0.186655987183, 0.52025630761, -0.480544653672, 0.853856628037],
                [-0.623146244426, 0.857940709192, 1.26187351472, -3.58532015166, 0.588652172171],
            ],
            of_x: [
                [0.0761137943124, -0.457446842574, 0.771423591004, 0.148936181303, -0.539026724045],
                [-0.0595918521105, 0.0746846529321, 0.155794200924, -0.0341583917839, -0.136728609962],
                [-1.60167119699, 0.538686917989, 0.369637084492, 0.64785959582, 0.0454875986892],
            ],
            of_gamma: &[-0.369327248222, -0.0293568281976, -0.605225986956],
            of_beta: &[0.4, 1.9, 0.35],
            running: &[0.2875, 0.1125, -0.015, 1.66875, 1.690625, 1.28325],
        },
    ];

    const CANCELS_BIAS: bool = true;

    fn module<R: Real>(&self, layout: &mut Layout, name: &str, features: usize) -> Option<Box<dyn Module<R>>> {
        Some(Box::new(BatchNorm::new(*self, layout, name, features)))
    }
}

/// Batch normalisation as a module.
#[derive(Clone, Debug)]
pub struct BatchNorm {
    definition: Batch,
    features: usize,
    layer: usize,
    weight: Place<usize>,
    bias: Place<usize>,
    mean: Place<usize>,
    var: Place<usize>,
}

impl BatchNorm {
    /// Adds a layer called `name` to the layout: γ, β, and the running mean and variance.
    pub fn new(definition: Batch, layout: &mut Layout, name: &str, features: usize) -> Self {
        let (weight, bias) = add_parameters(layout, name, features, true);
        let mean = layout.add_buffer(format!("{name}.running_mean"), features, 0.0);
        let var = layout.add_buffer(format!("{name}.running_var"), features, 1.0);
        Self { definition, features, layer: layout.layers.len() - 1, weight, bias, mean, var }
    }
}

impl<R: Real> Module<R> for BatchNorm {
    fn outputs(&self) -> usize {
        self.features
    }

    fn layer(&self) -> usize {
        self.layer
    }

    fn couples_rows(&self) -> bool {
        true
    }

    /// μ, σ² (biased) and 1/√(σ² + ε) of each feature.
    fn saved_len(&self, _: usize) -> usize {
        3 * self.features
    }

    fn in_torch(&self) -> String {
        (Batch::ITEM.torch)().call.replace("FEATURES", &self.features.to_string())
    }

    fn forward(&self, pass: Forward<R>, y: &mut [R], saved: &mut [R]) {
        let (columns, stride) = (pass.piece.columns, pass.piece.stride);
        let (gamma, beta) = (&pass.params[self.weight.clone()], &pass.params[self.bias.clone()]);
        let rows = pass.x().chunks_exact(stride).zip(y.chunks_exact_mut(stride));
        for (k, ((x, y), saved)) in rows.zip(saved.chunks_exact_mut(3)).enumerate().take(self.features) {
            let (mean, var) = match pass.buffers {
                Some(buffers) => (buffers[self.mean.start + k], buffers[self.var.start + k]),
                None => mean_and_variance(&x[..columns]),
            };
            let inverse = R::ONE / (var + R::of(self.definition.eps)).sqrt();
            saved.copy_from_slice(&[mean, var, inverse]);
            for (y, x) in y.iter_mut().zip(x) {
                *y = (*x - mean) * inverse * gamma[k] + beta[k];
            }
        }
    }

    /// With x̂ = (x − μ)/√(σ² + ε): ∂L/∂x = γ/√(σ² + ε) · (δ − mean(δ) − x̂ mean(δ x̂)).
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]) {
        let Backward { params, columns, stride, .. } = pass;
        let share = R::ONE / R::of(columns as f64);
        let rows = pass.x.chunks_exact(stride).zip(delta.now.chunks_exact_mut(stride));
        for (k, ((x, d), saved)) in rows.zip(pass.saved.chunks_exact(3)).enumerate().take(self.features) {
            let (mean, inverse) = (saved[0], saved[2]);
            let [of_bias, of_weight] = sum_of_columns(columns, |b| [d[b], d[b] * ((x[b] - mean) * inverse)]);
            gradient[self.bias.start + k] += of_bias;
            gradient[self.weight.start + k] += of_weight;
            let scale = params[self.weight.start + k] * inverse;
            let (mean_d, mean_dx) = (of_bias * share, of_weight * share);
            for (d, x) in d[..columns].iter_mut().zip(x) {
                *d = scale * (*d - mean_d - (*x - mean) * inverse * mean_dx);
            }
        }
    }

    /// r ← (1 − m) r + m s, with the unbiased variance. A single row has none; its biased one (0) is used.
    fn update_running_stats(&self, saved: &[R], rows: usize, buffers: &mut [R]) {
        let new = R::of(self.definition.momentum);
        let old = R::ONE - new;
        let unbiased = R::of(rows as f64 / rows.saturating_sub(1).max(1) as f64);
        for (k, saved) in saved.chunks_exact(3).enumerate() {
            let (mean, var) = (self.mean.start + k, self.var.start + k);
            buffers[mean] = old * buffers[mean] + new * saved[0];
            buffers[var] = old * buffers[var] + new * (saved[1] * unbiased);
        }
    }
}

/// Mean and biased variance, in two passes.
fn mean_and_variance<R: Real>(x: &[R]) -> (R, R) {
    let count = R::of(x.len() as f64);
    let mean = sum_of_columns(x.len(), |b| [x[b]])[0] / count;
    let squares = sum_of_columns(x.len(), |b| [(x[b] - mean) * (x[b] - mean)])[0];
    (mean, squares / count)
}
