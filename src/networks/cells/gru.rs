//! Gated recurrent unit (K. Cho and others, "Learning phrase representations using RNN encoder-decoder", 2014; as in
//! `torch.nn.GRU`, where the reset gate acts after the recurrent weights).

use super::{Backward, Cell, Forward, LAYERS, Shape, TBPTT, one_width};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// (r, z) = σ(a); n = tanh(W_in x_t + b_in + r (W_hn h_{t−1} + b_hn)); h_t = (1 − z) n + z h_{t−1}
#[derive(Clone, Copy, Debug)]
pub struct Gru;

impl Described for Gru {
    const ITEM: Item = Item {
        id: "gru",
        label: "GRU",
        formula: "h_t = (1 − z) n + z h_(t−1)",
        facts: &[
            ("Gates", "r, z = σ(W x_t + b + U h_(t-1) + c), each its own"),
            ("Content", "n = tanh(W x_t + b + r (U h_(t-1) + c))"),
        ],
        help: "The update gate mixes the old state with the new content. While the gate stays open, the gradient flows back almost unchanged.",
        params: &[LAYERS, TBPTT.param],
        advice: one_width,
        torch: || Torch::call("nn.GRU(INPUTS, HIDDEN)"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Cell for Gru {
    // Computed by PyTorch 2.15.0: `nn.GRUCell` for h, autograd through the formula for the derivatives.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.GRU(INPUTS, HIDDEN)",
        sums: &[0.4, -0.3, 0.2, 0.7],
        before: &[0.6],
        after: &[0.571558257152],
        slopes: &[1.5],
        of_sums: &[0.101001617696, 0.0181553947559, 0.600547645996, 0.359540464967],
        of_before: &[0.638336224783],
        biases: &[0.0, 0.0, 0.0],
    }];

    const SHAPE: Shape = Shape {
        blocks: 3,
        separate: 1,
        saved_len: 1,
        has_cell: false,
        gates: &[(0, "reset"), (1, "update")],
        carry: Some(1),
        content: 2,
    };

    /// Overwrites the sums with the gates and saves n.
    fn forward<R: Real>(&self, step: Forward<R>) {
        let n = step.h.len();
        let (gates, rest) = step.sums.split_at_mut(2 * n);
        gates.iter_mut().for_each(|a| *a = a.sigmoid());
        let (r, z) = gates.split_at(n);
        let (a, m) = rest.split_at(n);
        let (m, content, before, h) = (&m[..n], &mut step.saved[..n], &step.h_before[..n], &mut step.h[..n]);
        for k in 0..n {
            content[k] = a[k] + r[k] * m[k];
        }
        for k in 0..n {
            content[k] = content[k].tanh();
        }
        for k in 0..n {
            h[k] = (R::ONE - z[k]) * content[k] + z[k] * before[k];
        }
    }

    /// With m = W_hn h_{t−1} + b_hn, the derivatives by a are: of n, ∂L/∂h (1 − z)(1 − n²); of r, that · m · r (1 − r);
    /// of z, ∂L/∂h (h_{t−1} − n) · z (1 − z). ∂L/∂m is r times that of n. ∂L/∂h · z goes to h_{t−1} directly.
    fn backward<R: Real>(&self, step: Backward<R>) {
        let n = step.h.len();
        let [r, z, m] = [0, 1, 3].map(|block| &step.sums[block * n..][..n]);
        let (content, before, dh) = (&step.saved[..n], &step.h_before[..n], &mut step.dh[..n]);
        let (of_r, rest) = step.da.split_at_mut(n);
        let (of_z, rest) = rest.split_at_mut(n);
        let (of_n, of_m) = rest.split_at_mut(n);
        let of_m = &mut of_m[..n];
        for k in 0..n {
            of_n[k] = dh[k] * (R::ONE - z[k]) * (R::ONE - content[k] * content[k]);
            of_z[k] = dh[k] * (before[k] - content[k]) * (z[k] * (R::ONE - z[k]));
        }
        for k in 0..n {
            of_r[k] = of_n[k] * m[k] * (r[k] * (R::ONE - r[k]));
            of_m[k] = of_n[k] * r[k];
            dh[k] *= z[k];
        }
    }
}
