//! Elman cell with tanh.

use super::{Backward, Cell, Forward, LAYERS, Shape, TBPTT, elman, one_width};
use crate::activations::{AnyActivation, Tanh};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)
#[derive(Clone, Copy, Debug)]
pub struct RnnTanh;

impl Described for RnnTanh {
    const ITEM: Item = Item {
        id: "rnn-tanh",
        label: "Elman RNN, tanh",
        formula: "h_t = tanh(W x_t + b + U h_(t−1) + c)",
        help: "Saturates: the gradient of early inputs shrinks with every time step of the backward pass.",
        params: &[LAYERS, TBPTT.param],
        advice: one_width,
        torch: || Torch::call("nn.RNN(INPUTS, HIDDEN)"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Cell for RnnTanh {
    const SHAPE: Shape = elman::SHAPE;

    fn activation(&self) -> Option<AnyActivation> {
        Some(AnyActivation::Tanh(Tanh))
    }

    fn forward<R: Real>(&self, step: Forward<R>) {
        elman::forward(&Tanh, step);
    }

    fn backward<R: Real>(&self, step: Backward<R>) {
        elman::backward(&Tanh, step);
    }
}
