//! Elman cell with tanh.

use super::Cell;
use crate::activations::AnyActivation;
use crate::registry::{Described, Item, Torch};
use crate::settings::Settings;

/// h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)
#[derive(Clone, Copy, Debug)]
pub struct RnnTanh;

impl Described for RnnTanh {
    const ITEM: Item = Item {
        id: "rnn-tanh",
        label: "Elman RNN, tanh",
        formula: "h_t = tanh(W x_t + b + U h_(t-1) + c)",
        help: "Saturates: what the loss says about early inputs fades at every step back.",
        torch: Torch::call("nn.RNN(INPUTS, HIDDEN)"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Cell for RnnTanh {
    fn activation(&self) -> AnyActivation {
        AnyActivation::named("tanh", &Settings::default())
    }
}
