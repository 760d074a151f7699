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
    // By hand: tanh 0.5 = 0.46211715726, and 2 (1 − tanh² 0.5) = 1.57289546593.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[super::Example {
        settings: "",
        torch: "nn.RNN(INPUTS, HIDDEN)",
        sums: &[0.5],
        before: &[0.6],
        after: &[0.46211715726],
        slopes: &[2.0],
        of_sums: &[1.57289546593],
        of_before: &[0.0],
        biases: &[0.0],
    }];

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
