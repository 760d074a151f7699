//! Recurrent cells, in order of difficulty.

mod rnn_relu;
mod rnn_tanh;

use crate::activations::AnyActivation;
use crate::registry::family;

/// An Elman cell, h_t = f(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh) (J. L. Elman 1990; `torch.nn.RNN`).
pub trait Cell {
    /// f
    fn activation(&self) -> AnyActivation;
}

family! { ($)
    /// The cell chosen by the settings.
    pub enum AnyCell: "cell" as each_cell {
        rnn_tanh::RnnTanh,
        rnn_relu::RnnRelu,
    }
}

impl AnyCell {
    /// [`Cell::activation`].
    pub fn activation(&self) -> AnyActivation {
        each_cell!(self, cell => cell.activation())
    }
}
