//! Long short-term memory (S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997; with the forget gate of F. A. Gers,
//! J. Schmidhuber, F. Cummins, "Learning to forget", 2000; `torch.nn.LSTM`).

use super::{Backward, Cell, Forward, LAYERS, Shape, TBPTT, one_width};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// (i, f, g, o) = (σ, σ, tanh, σ)(a); c_t = f c_{t−1} + i g; h_t = o tanh c_t
#[derive(Clone, Copy, Debug)]
pub struct Lstm {
    /// Initial bias of the forget gate.
    pub forget_bias: f64,
}

impl Described for Lstm {
    const ITEM: Item = Item {
        id: "lstm",
        label: "LSTM",
        formula: "c_t = f c_(t−1) + i g, h_t = o tanh c_t",
        facts: &[
            ("Gates", "i, f, o = σ(W x_t + b + U h_(t-1) + c), each its own"),
            ("Content", "g = tanh(W x_t + b + U h_(t-1) + c)"),
        ],
        help: "The forget gate alone carries the cell state from one time step to the next. While the gate stays open, the gradient flows back almost unchanged.",
        params: &[LAYERS, TBPTT.param, FORGET_BIAS.param],
        advice: one_width,
        torch: || Torch::call("nn.LSTM(INPUTS, HIDDEN)"),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { forget_bias: settings.get(&FORGET_BIAS) }
    }
}

/// Initial bias of the forget gate.
pub const FORGET_BIAS: Key<f64> = Key::new(Param {
    key: "forget_bias",
    label: "Forget bias",
    help: "Initial bias of the forget gate. 1 keeps the gate open at first (R. Jozefowicz, W. Zaremba, I. Sutskever 2015); PyTorch starts near 0. A gate with bias b lets σ(b) of the cell state through.",
    default: Default::Value(1.0),
    range: Range::Linear(-5.0, 10.0),
    ..Param::BASE
});

/// Index of the forget gate's block.
const FORGET: usize = 1;

impl Cell for Lstm {
    // Computed by PyTorch 2.15.0: autograd through the formula. The forget gate is the second block.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.LSTM(INPUTS, HIDDEN)",
            sums: &[0.4, -0.3, 0.2, 0.7],
            before: &[0.0, 0.6],
            after: &[0.238576377783, 0.373500658542],
            slopes: &[1.5, 0.25],
            of_sums: &[0.0533258152135, 0.16493692498, 0.64700100291, 0.11874383913],
            of_before: &[0.0, 0.478542007115],
            biases: &[0.0, 1.0, 0.0, 0.0],
        },
        super::Example {
            settings: "forget_bias=3",
            torch: "nn.LSTM(INPUTS, HIDDEN)",
            sums: &[0.4, -0.3, 0.2, 0.7],
            before: &[0.0, 0.6],
            after: &[0.238576377783, 0.373500658542],
            slopes: &[1.5, 0.25],
            of_sums: &[0.0533258152135, 0.16493692498, 0.64700100291, 0.11874383913],
            of_before: &[0.0, 0.478542007115],
            biases: &[0.0, 3.0, 0.0, 0.0],
        },
    ];

    const SHAPE: Shape = Shape {
        blocks: 4,
        separate: 0,
        saved_len: 1,
        has_cell: true,
        gates: &[(0, "input"), (FORGET, "forget"), (3, "output")],
        carry: Some(1),
        content: 2,
    };

    fn first_bias(&self, block: usize) -> f64 {
        if block == FORGET { self.forget_bias } else { 0.0 }
    }

    /// Overwrites the sums with the gates and saves tanh c_t.
    fn forward<R: Real>(&self, step: Forward<R>) {
        let n = step.h.len();
        let (gates, rest) = step.sums.split_at_mut(2 * n);
        let (g, o) = rest.split_at_mut(n);
        gates.iter_mut().for_each(|a| *a = a.sigmoid());
        g.iter_mut().for_each(|a| *a = a.tanh());
        o.iter_mut().for_each(|a| *a = a.sigmoid());
        let (i, f) = gates.split_at(n);
        let (g, o) = (&g[..n], &o[..n]);
        let (c, before, saved, h) = (&mut step.c[..n], &step.c_before[..n], &mut step.saved[..n], &mut step.h[..n]);
        for k in 0..n {
            c[k] = f[k] * before[k] + i[k] * g[k];
        }
        for k in 0..n {
            saved[k] = c[k].tanh();
        }
        for k in 0..n {
            h[k] = o[k] * saved[k];
        }
    }

    /// ∂L/∂c_t += ∂L/∂h_t · o (1 − tanh² c_t)
    fn complete<R: Real>(&self, sums: &[R], saved: &[R], dh: &[R], dc: &mut [R]) {
        let n = dc.len();
        let (o, saved, dh) = (&sums[3 * n..][..n], &saved[..n], &dh[..n]);
        for k in 0..n {
            dc[k] += dh[k] * o[k] * (R::ONE - saved[k] * saved[k]);
        }
    }

    /// The derivatives by a are: of i, ∂L/∂c · g · i (1 − i); of f, ∂L/∂c · c_{t−1} · f (1 − f); of g, ∂L/∂c · i (1 −
    /// g²); of o, ∂L/∂h · tanh c · o (1 − o). ∂L/∂c_{t−1} = ∂L/∂c · f.
    fn backward<R: Real>(&self, step: Backward<R>) {
        let n = step.h.len();
        let [i, f, g, o] = [0, 1, 2, 3].map(|block| &step.sums[block * n..][..n]);
        let (tanh_c, before, dh, dc) = (&step.saved[..n], &step.c_before[..n], &mut step.dh[..n], &mut step.dc[..n]);
        let (of_i, rest) = step.da.split_at_mut(n);
        let (of_f, rest) = rest.split_at_mut(n);
        let (of_g, of_o) = rest.split_at_mut(n);
        let of_o = &mut of_o[..n];
        for k in 0..n {
            of_i[k] = dc[k] * g[k] * (i[k] * (R::ONE - i[k]));
            of_f[k] = dc[k] * before[k] * (f[k] * (R::ONE - f[k]));
        }
        for k in 0..n {
            of_g[k] = dc[k] * i[k] * (R::ONE - g[k] * g[k]);
            of_o[k] = dh[k] * tanh_c[k] * (o[k] * (R::ONE - o[k]));
        }
        for k in 0..n {
            dc[k] *= f[k];
        }
        dh.fill(R::ZERO);
    }
}
