//! Networks: lists of modules, and recurrent cells; forward and backward side by side.
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
    /// Features that come out.
    fn outputs(&self) -> usize;

    /// The layer of the layout that this module belongs to.
    fn layer(&self) -> usize;

    /// Its function, where it is an activation.
    fn activation(&self) -> Option<&AnyActivation> {
        None
    }

    /// How many numbers it keeps of its way forward.
    fn saved_len(&self, _stride: usize) -> usize {
        0
    }

    /// Whether what it does to a row depends on the batch's other rows.
    fn couples_rows(&self) -> bool {
        false
    }

    /// Whether it draws noise in training.
    fn is_noisy(&self) -> bool {
        false
    }

    /// From the signals before it to its output signal `y`.
    fn forward(&self, pass: Forward<R>, y: &mut [R], saved: &mut [R]);

    /// The module in PyTorch, with gaps for settings.
    fn in_torch(&self) -> String;

    /// The registry's item that it is made from, if there is one.
    fn item(&self) -> Option<&'static Item> {
        None
    }

    /// From ∂L/∂y to ∂L/∂x, both in `delta`, adding ∂L/∂θ to `gradient`.
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]);

    /// Takes what it kept of a batch of so many rows into the running statistics.
    fn update_running_stats(&self, _saved: &[R], _rows: usize, _buffers: &mut [R]) {}
}

/// A piece of a batch: columns of signals.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Examples in it; columns beyond are padding.
    pub columns: usize,
    /// Distance between rows of its signals.
    pub stride: usize,
    /// Its first column is the batch's example of this number.
    pub first: usize,
    /// Which row of the data each example of the batch is; `None` where they are all rows in order.
    pub rows: Option<&'a [u32]>,
    /// Whose noise is in it; `None` for none.
    pub noise: Option<Noise>,
}

impl Piece<'_> {
    /// The row of the data that a column holds.
    pub fn row(&self, column: usize) -> usize {
        self.rows.map_or(self.first + column, |rows| rows[self.first + column] as usize)
    }
}

/// What a module goes forward with.
#[derive(Clone, Copy, Debug)]
pub struct Forward<'a, R> {
    /// All parameters.
    pub params: &'a [R],
    /// Running statistics, to be used in place of the batch's own.
    pub buffers: Option<&'a [R]>,
    /// The network's input and the outputs of all modules before this one.
    pub signals: &'a [Vec<R>],
    /// What is in them.
    pub piece: Piece<'a>,
}

impl<'a, R: Real> Forward<'a, R> {
    /// The module's input: the last signal before it.
    pub fn x(&self) -> &'a [R] {
        self.signals.last().map_or(&[], Vec::as_slice)
    }
}

/// What a module went forward with, for its way back.
#[derive(Clone, Copy, Debug)]
pub struct Backward<'a, R> {
    /// All parameters.
    pub params: &'a [R],
    /// The module's input signal.
    pub x: &'a [R],
    /// Its output signal.
    pub y: &'a [R],
    /// What it kept.
    pub saved: &'a [R],
    /// Examples in the signals; columns beyond are padding, and slopes there are zero.
    pub columns: usize,
    /// Distance between rows of the signals.
    pub stride: usize,
    /// Whether ∂L/∂x is needed; nobody needs that of a network's first module.
    pub wants_input: bool,
}

/// The backward signal: a module either changes it in place or writes the next one and swaps.
#[derive(Clone, Debug)]
pub struct Delta<R> {
    /// ∂L/∂(signal), [features, stride].
    pub now: Vec<R>,
    /// Room for the next one.
    pub next: Vec<R>,
    /// What goes around the residual connections that are open, outermost first.
    around: Vec<Vec<R>>,
    open: usize,
}

impl<R: Real> Delta<R> {
    /// Room for signals of up to `features` rows, and for residual connections `nested` so deep.
    pub fn new(features: usize, stride: usize, nested: usize) -> Self {
        let room = || vec![R::ZERO; features * stride];
        Self { now: room(), next: room(), around: (0..nested).map(|_| room()).collect(), open: 0 }
    }

    /// Makes the next signal the present one.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.now, &mut self.next);
    }

    /// Sends the first `n` numbers of the present signal around a residual connection, too.
    fn branch(&mut self, n: usize) {
        self.around[self.open][..n].copy_from_slice(&self.now[..n]);
        self.open += 1;
    }

    /// Adds what went around the innermost residual connection.
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
    /// Examples in it; columns beyond are padding.
    pub columns: usize,
    /// Distance between rows.
    pub stride: usize,
}

impl<R: Real> Signal<'_, R> {
    /// Its length over all rows and columns.
    pub fn norm(&self) -> f64 {
        // Without padding between them all rows are one.
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

/// Where in a network a signal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Module, in the order of execution.
    pub module: usize,
    /// Layer of the layout.
    pub layer: usize,
    /// Time step, where there is time; 0 is the initial state.
    pub time: Option<usize>,
}

/// Someone who is shown the signals of a pass. Batches of many rows come in several pieces, one after the other.
pub trait Observer<R: Real> {
    /// Whether it looks at all. A step is observed by nobody, and asks once for a pass, not at every module.
    fn is_active(&self) -> bool {
        true
    }
    /// A module's output.
    fn forward(&mut self, _at: Place, _signal: Signal<R>) {}
    /// An activation at work, y = f(x); its output is shown to [`Self::forward`] as well.
    fn activation(&mut self, _at: Place, _f: &AnyActivation, _x: Signal<R>, _y: Signal<R>) {}
    /// The derivative of the loss by a module's output.
    fn backward(&mut self, _at: Place, _delta: Signal<R>) {}
}

/// Nobody.
impl<R: Real> Observer<R> for () {
    fn is_active(&self) -> bool {
        false
    }
}
