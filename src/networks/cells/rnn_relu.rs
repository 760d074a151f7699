//! Elman cell with ReLU.

use super::{Backward, Cell, Forward, LAYERS, Shape, TBPTT, elman, one_width};
use crate::activations::{AnyActivation, Relu};
use crate::math::Real;
use crate::registry::{Described, Item, Settings, Torch};

/// h_t = relu(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)
#[derive(Clone, Copy, Debug)]
pub struct RnnRelu;

impl Described for RnnRelu {
    const ITEM: Item = Item {
        id: "rnn-relu",
        label: "Elman RNN, ReLU",
        formula: "h_t = relu(W x_t + b + U h_(t−1) + c)",
        help: "Does not saturate. The recurrent weights alone decide whether gradients vanish or explode.",
        params: &[LAYERS, TBPTT.param],
        advice: one_width,
        torch: || Torch::call("nn.RNN(INPUTS, HIDDEN, nonlinearity=\"relu\")"),
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Cell for RnnRelu {
    // By definition of ReLU.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "",
            torch: "nn.RNN(INPUTS, HIDDEN, nonlinearity=\"relu\")",
            sums: &[0.5],
            before: &[0.6],
            after: &[0.5],
            slopes: &[2.0],
            of_sums: &[2.0],
            of_before: &[0.0],
            biases: &[0.0],
        },
        super::Example {
            settings: "",
            torch: "nn.RNN(INPUTS, HIDDEN, nonlinearity=\"relu\")",
            sums: &[-0.5],
            before: &[0.6],
            after: &[0.0],
            slopes: &[2.0],
            of_sums: &[0.0],
            of_before: &[0.0],
            biases: &[0.0],
        },
    ];

    const SHAPE: Shape = elman::SHAPE;

    fn activation(&self) -> Option<AnyActivation> {
        Some(AnyActivation::Relu(Relu))
    }

    fn forward<R: Real>(&self, step: Forward<R>) {
        elman::forward(&Relu, step);
    }

    fn backward<R: Real>(&self, step: Backward<R>) {
        elman::backward(&Relu, step);
    }
}
