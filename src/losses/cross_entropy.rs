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
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.CrossEntropyLoss()",
        output: &[&[0.5, -1.0, 2.0, 0.25, 0.5], &[-3.0, 0.75, 1.0, 800.0, -0.25], &[1.0, 2.0, -1.0, -800.0, 0.0]],
        target: &[&[2.0, 0.0, 1.0, 1.0, 0.0]],
        value: 1.17123230453,
        slope: &[
            &[0.0746569888161, -0.192548473928, 0.14107690254, 0.0, -0.103795147349],
            &[0.00225444571643, 0.0428805718744, -0.148100707932, 0.0, 0.0454439546036],
            &[-0.0769114345325, 0.149667902054, 0.00702380539187, 0.0, 0.0583511927458],
        ],
    }];

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
