//! Cross-entropy of a softmax from logits (`torch.nn.CrossEntropyLoss`).

use super::{Loss, Shape};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// ln Σₖ e^{zₖ} − z_c, c the target's class.
#[derive(Clone, Copy, Debug)]
pub struct CrossEntropy;

impl Described for CrossEntropy {
    const ITEM: Item = Item {
        id: "cross-entropy",
        label: "Cross-entropy",
        formula: "mean [ln Σ e^(z_k) − z_c]",
        help: "Computed from logits. The gradient is softmax(z) - onehot(c), at most 1 in size for every class.",
        torch: || Torch::call("nn.CrossEntropyLoss()"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Loss for CrossEntropy {
    /// With m = maxₖ zₖ: ln Σₖ e^{zₖ − m} + m − z_c; derivative softmax(z)ₖ − [k = c].
    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        let Shape { outputs, columns, stride } = shape;
        let mut sum = R::ZERO;
        for b in 0..columns {
            let class = target[b].to_f64() as usize;
            let mut largest = output[b];
            for k in 1..outputs {
                largest = largest.max(output[k * stride + b]);
            }
            let mut total = R::ZERO;
            for k in 0..outputs {
                let e = (output[k * stride + b] - largest).exp();
                slope[k * stride + b] = e;
                total += e;
            }
            for k in 0..outputs {
                let hit = if k == class { R::ONE } else { R::ZERO };
                slope[k * stride + b] = (slope[k * stride + b] / total - hit) * scale;
            }
            sum += total.ln() + largest - output[class * stride + b];
        }
        for k in 0..outputs {
            slope[k * stride + columns..(k + 1) * stride].fill(R::ZERO);
        }
        sum * scale
    }

    fn terms(&self, rows: usize, _: usize) -> usize {
        rows
    }
}
