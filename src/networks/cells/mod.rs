//! Recurrent cells, in order of difficulty, one file each: the pointwise part of a time step, forward and backward side
//! by side.
//!
//! The sums are a_t = W_ih x_t + b_ih + W_hh h_{t−1} + b_hh, in blocks of `hidden` rows in PyTorch's order ([`Shape`]).
//! A signal is [rows, stride] with the batch contiguous. Cells work element by element, so a block is a plain slice of
//! n = hidden · stride numbers.

mod gru;
mod lstm;
mod rnn_relu;
mod rnn_tanh;

pub use lstm::FORGET_BIAS;
#[cfg(test)]
pub use oracle::Example;

use crate::activations::AnyActivation;
use crate::math::Real;
use crate::registry::keys::{HIDDEN_LAYERS, WIDTH};
use crate::registry::{Default, Item, Key, Param, Range, Settings, default_choice, family};

/// A recurrent cell.
pub trait Cell {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// The layout of its numbers.
    const SHAPE: Shape;

    /// The activation between sums and state, if the cell has nothing else.
    fn activation(&self) -> Option<AnyActivation> {
        None
    }

    /// Initial bias of a block.
    fn first_bias(&self, _block: usize) -> f64 {
        0.0
    }

    /// From the sums to h_t (and c_t).
    fn forward<R: Real>(&self, step: Forward<R>);

    /// Adds the part of ∂L/∂c_t that flows through h_t, if there is a cell state.
    fn complete<R: Real>(&self, _sums: &[R], _saved: &[R], _dh: &[R], _dc: &mut [R]) {}

    /// From ∂L/∂h_t (and ∂L/∂c_t) to the derivatives by the sums, by h_{t−1} (its direct part) and by c_{t−1}.
    fn backward<R: Real>(&self, step: Backward<R>);
}

/// The layout of a cell's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Blocks of the weights and biases.
    pub blocks: usize,
    /// How many of the last blocks store W_hh h_{t−1} + b_hh separately from the rest of their sum.
    pub separate: usize,
    /// Numbers that a unit saves for the backward pass besides its sums and states.
    pub saved_len: usize,
    /// Whether it has a cell state c_t.
    pub has_cell: bool,
    /// The blocks that are gates, between 0 (shut) and 1 (open): block and name.
    pub gates: &'static [(usize, &'static str)],
    /// The gate that decides how much of the state is carried on, as an index into `gates`.
    pub carry: Option<usize>,
    /// The block whose recurrent matrix feeds the state into the new content; the only one of an Elman cell.
    pub content: usize,
}

/// A forward time step. The backward pass gets `sums` and `saved` as this leaves them.
pub struct Forward<'a, R> {
    /// The sums, block after block, then W_hh h_{t−1} + b_hh of the blocks that store it separately.
    pub sums: &'a mut [R],
    /// h_{t−1}
    pub h_before: &'a [R],
    /// c_{t−1}; empty if there is no cell state, like all c below.
    pub c_before: &'a [R],
    /// h_t, output.
    pub h: &'a mut [R],
    /// c_t, output.
    pub c: &'a mut [R],
    /// Numbers to save for the backward pass, output.
    pub saved: &'a mut [R],
}

/// A backward time step.
pub struct Backward<'a, R> {
    /// The sums as the forward step left them.
    pub sums: &'a [R],
    /// h_{t−1}
    pub h_before: &'a [R],
    /// c_{t−1}
    pub c_before: &'a [R],
    /// h_t
    pub h: &'a [R],
    /// What the forward step saved.
    pub saved: &'a [R],
    /// ∂L/∂h_t; becomes the part of ∂L/∂h_{t−1} that does not go through the weights.
    pub dh: &'a mut [R],
    /// ∂L/∂c_t, complete; becomes ∂L/∂c_{t−1}.
    pub dc: &'a mut [R],
    /// The derivatives by the sums, in their order, output.
    pub da: &'a mut [R],
}

family! { ($)
    /// The cell chosen by the settings.
    pub enum AnyCell: CELL as each_cell {
        rnn_tanh::RnnTanh,
        rnn_relu::RnnRelu,
        lstm::Lstm,
        gru::Gru,
    }
}

/// The setting that chooses the recurrent cell.
pub const CELL: Key<&'static Item> = Key::new(Param {
    key: "cell",
    label: "Cell",
    help: "The recurrent cell.",
    default: default_choice(AnyCell::ITEMS, "rnn-tanh"),
    range: Range::Choice(AnyCell::ITEMS),
    ..Param::BASE
});

impl AnyCell {
    /// [`Cell::SHAPE`].
    pub fn shape(&self) -> Shape {
        fn of<C: Cell>(_: &C) -> Shape {
            C::SHAPE
        }
        each_cell!(self, cell => of(cell))
    }

    /// [`Cell::activation`].
    pub fn activation(&self) -> Option<AnyActivation> {
        each_cell!(self, cell => cell.activation())
    }

    /// [`Cell::first_bias`].
    pub fn first_bias(&self, block: usize) -> f64 {
        each_cell!(self, cell => cell.first_bias(block))
    }

    /// [`Cell::forward`].
    pub fn forward<R: Real>(&self, step: Forward<R>) {
        each_cell!(self, cell => cell.forward(step));
    }

    /// [`Cell::complete`].
    pub fn complete<R: Real>(&self, sums: &[R], saved: &[R], dh: &[R], dc: &mut [R]) {
        each_cell!(self, cell => cell.complete(sums, saved, dh, dc));
    }

    /// [`Cell::backward`].
    pub fn backward<R: Real>(&self, step: Backward<R>) {
        each_cell!(self, cell => cell.backward(step));
    }
}

/// An Elman cell, h_t = f(a_t) (J. L. Elman 1990; `torch.nn.RNN`).
mod elman {
    use super::{Backward, Forward, Shape};
    use crate::activations::Activation;
    use crate::math::Real;

    pub const SHAPE: Shape =
        Shape { blocks: 1, separate: 0, saved_len: 0, has_cell: false, gates: &[], carry: None, content: 0 };

    pub fn forward<R: Real>(f: &impl Activation, step: Forward<R>) {
        f.forward(step.sums, step.h);
    }

    /// ∂L/∂a = ∂L/∂h · f′(a); everything else goes through the weights.
    pub fn backward<R: Real>(f: &impl Activation, step: Backward<R>) {
        step.da.copy_from_slice(step.dh);
        f.backward(step.sums, step.h, step.da);
        step.dh.fill(R::ZERO);
    }
}

/// The number of recurrent layers, under the key that feed-forward networks use for hidden layers.
const LAYERS: Param = Param {
    key: HIDDEN_LAYERS.id(),
    label: "Layers",
    help: "Recurrent layers. Each one reads the states of the layer below.",
    default: Default::Value(1.0),
    range: Range::Integer(1, 4),
    ..Param::BASE
};

/// The number of steps after which back-propagation through time is truncated.
pub const TBPTT: Key<u64> = Key::new(Param {
    key: "tbptt",
    label: "Truncate every",
    help: "Truncated back-propagation through time: after every so many time steps, the state is passed on but the gradient is cut. 0 means no truncation.",
    unit: "steps",
    default: Default::Value(0.0),
    range: Range::Integer(0, 511),
    seldom: true,
});

/// Advice of every cell if a list of widths was chosen.
fn one_width(settings: &Settings) -> Option<&'static str> {
    settings.text(&WIDTH).contains(',').then_some("All recurrent layers have the same width: the first of the list.")
}

#[cfg(test)]
mod oracle;
