//! Networks: feed-forward lists of modules, and recurrent cells, with forward and backward pass side by side.
//!
//! Signals are [features, columns] with the batch contiguous (see [`crate::math::kernels`]).

pub mod cells;
pub mod dropout;
pub mod linear;
pub mod mlp;
pub mod norms;
pub mod pointwise;
pub mod recurrent;
pub mod residuals;
pub mod stored;

pub use dropout::DROPOUT;

use crate::activations::AnyActivation;
use crate::math::random::Noise;
use crate::math::{Real, joined_norm, norm};
use crate::registry::Item;

/// One module of a feed-forward network.
pub trait Module<R: Real>: Send + Sync {
    /// Number of outputs.
    fn outputs(&self) -> usize;

    /// The layer of the layout that this module belongs to.
    fn layer(&self) -> usize;

    /// Its function, if it is an activation.
    fn activation(&self) -> Option<&AnyActivation> {
        None
    }

    /// How many numbers it saves for the backward pass.
    fn saved_len(&self, _stride: usize) -> usize {
        0
    }

    /// Whether its output for a row depends on other rows of the batch.
    fn couples_rows(&self) -> bool {
        false
    }

    /// Whether it draws noise in training.
    fn is_noisy(&self) -> bool {
        false
    }

    /// The forward pass: computes `y` from the signals before it.
    fn forward(&self, pass: Forward<R>, y: &mut [R], saved: &mut [R]);

    /// The module as PyTorch code, with placeholders for settings.
    fn in_torch(&self) -> String;

    /// The registry item that it is built from, if any.
    fn item(&self) -> Option<&'static Item> {
        None
    }

    /// The backward pass: turns ∂L/∂y into ∂L/∂x, both in `delta`, and adds ∂L/∂θ to `gradient`.
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]);

    /// Updates the running statistics with what it saved of a batch of `rows` rows.
    fn update_running_stats(&self, _saved: &[R], _rows: usize, _buffers: &mut [R]) {}
}

/// A piece of a batch: columns of signals.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Number of examples; further columns are padding.
    pub columns: usize,
    /// Distance between rows of a signal.
    pub stride: usize,
    /// Index in the batch of the first column.
    pub first: usize,
    /// The data row of each example in the batch; `None` for all rows in order.
    pub rows: Option<&'a [u32]>,
    /// Seed and step of the noise; `None` for no noise.
    pub noise: Option<Noise>,
}

impl Piece<'_> {
    /// The data row of a column.
    pub fn row(&self, column: usize) -> usize {
        self.rows.map_or(self.first + column, |rows| rows[self.first + column] as usize)
    }
}

/// The inputs of a module's forward pass.
#[derive(Clone, Copy, Debug)]
pub struct Forward<'a, R> {
    /// All parameters.
    pub params: &'a [R],
    /// Running statistics to use in place of the batch's.
    pub buffers: Option<&'a [R]>,
    /// The network's input and the outputs of all modules before this one.
    pub signals: &'a [Vec<R>],
    /// The piece of the batch.
    pub piece: Piece<'a>,
}

impl<'a, R: Real> Forward<'a, R> {
    /// The module's input: the last signal.
    pub fn x(&self) -> &'a [R] {
        self.signals.last().map_or(&[], Vec::as_slice)
    }
}

/// The inputs of a module's backward pass.
#[derive(Clone, Copy, Debug)]
pub struct Backward<'a, R> {
    /// All parameters.
    pub params: &'a [R],
    /// The module's input signal.
    pub x: &'a [R],
    /// Its output signal.
    pub y: &'a [R],
    /// What its forward pass saved.
    pub saved: &'a [R],
    /// Number of examples; further columns are padding, with gradient zero.
    pub columns: usize,
    /// Distance between rows of the signals.
    pub stride: usize,
    /// Whether ∂L/∂x is needed. The first module of a network does not need it.
    pub wants_input: bool,
}

/// The backward signal. A module either changes it in place or writes the next one and swaps.
#[derive(Clone, Debug)]
pub struct Delta<R> {
    /// ∂L/∂(signal), [features, stride].
    pub now: Vec<R>,
    /// Buffer for the next one.
    pub next: Vec<R>,
    /// Gradients of the open skip connections, outermost first.
    around: Vec<Vec<R>>,
    open: usize,
}

impl<R: Real> Delta<R> {
    /// Buffers for signals of up to `features` rows and residual connections nested `nested` deep.
    pub fn new(features: usize, stride: usize, nested: usize) -> Self {
        let room = || vec![R::ZERO; features * stride];
        Self { now: room(), next: room(), around: (0..nested).map(|_| room()).collect(), open: 0 }
    }

    /// Swaps the next signal and the present one.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.now, &mut self.next);
    }

    /// Copies the first `n` numbers of the present signal to a new skip connection.
    fn branch(&mut self, n: usize) {
        self.around[self.open][..n].copy_from_slice(&self.now[..n]);
        self.open += 1;
    }

    /// Adds the gradient of the innermost skip connection.
    fn merge(&mut self, n: usize) {
        self.open -= 1;
        for (now, around) in self.now[..n].iter_mut().zip(&self.around[self.open]) {
            *now += *around;
        }
    }
}

/// A signal as an observer sees it.
#[derive(Clone, Copy, Debug)]
pub struct Signal<'a, R> {
    /// [rows, stride] values.
    pub values: &'a [R],
    /// Number of examples; further columns are padding.
    pub columns: usize,
    /// Distance between rows.
    pub stride: usize,
}

impl<R: Real> Signal<'_, R> {
    /// L2 norm over all rows and columns.
    pub fn norm(&self) -> f64 {
        // Without padding, all rows are one slice.
        match self.columns == self.stride {
            true => norm(self.values),
            false => self.rows().fold(0.0, |whole, row| joined_norm([whole, norm(row)].into_iter())),
        }
    }

    /// Its rows without the padding.
    pub fn rows(&self) -> impl Iterator<Item = &[R]> {
        self.values.chunks_exact(self.stride).map(|row| &row[..self.columns])
    }
}

/// A signal's place in a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Module, in the order of execution.
    pub module: usize,
    /// Layer of the layout.
    pub layer: usize,
    /// Time step of a recurrent network; 0 is the initial state.
    pub time: Option<usize>,
}

/// Sees the signals of a pass. Large batches come in several pieces.
pub trait Observer<R: Real> {
    /// Whether it observes anything. Checked once per pass, so that training pays nothing.
    fn is_active(&self) -> bool {
        true
    }
    /// The network's input, at the beginning of a pass or, in a recurrent network, at each time step.
    fn input(&mut self, _time: Option<usize>, _signal: Signal<R>) {}
    /// A module's output.
    fn forward(&mut self, _at: Place, _signal: Signal<R>) {}
    /// Input and output of an activation, y = f(x). The output also goes to [`Self::forward`].
    fn activation(&mut self, _at: Place, _f: &AnyActivation, _x: Signal<R>, _y: Signal<R>) {}
    /// The gradient of the loss by a module's output.
    fn backward(&mut self, _at: Place, _delta: Signal<R>) {}
    /// The argument of an operation other than an activation that is not smooth at `bends`, such as |x| at 0. Only
    /// arguments that depend on the parameters are shown.
    fn bend(&mut self, _x: R, _bends: &[f64]) {}
}

/// Observes nothing.
impl<R: Real> Observer<R> for () {
    fn is_active(&self) -> bool {
        false
    }
}
