//! Networks: lists of modules, and recurrent cells; forward and backward side by side.
//!
//! Signals are [features, columns] with the batch contiguous (see [`crate::math::kernels`]).

pub mod cells;
pub mod elman;
pub mod linear;
pub mod mlp;
pub mod pointwise;

use crate::activations::AnyActivation;
use crate::math::Real;
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

    /// From the input signal `x` to the output signal `y`.
    fn forward(&self, params: &[R], x: &[R], y: &mut [R], stride: usize);

    /// The module in PyTorch, with gaps for settings.
    fn in_torch(&self) -> String;

    /// The registry's item that it is made from, if there is one.
    fn item(&self) -> Option<&'static Item> {
        None
    }

    /// From ∂L/∂y to ∂L/∂x, both in `delta`, adding ∂L/∂θ to `gradient`.
    fn backward(&self, pass: Pass<R>, delta: &mut Delta<R>, gradient: &mut [R]);
}

/// What a module went forward with, for its way back.
#[derive(Clone, Copy, Debug)]
pub struct Pass<'a, R> {
    /// All parameters.
    pub params: &'a [R],
    /// The module's input signal.
    pub x: &'a [R],
    /// Its output signal.
    pub y: &'a [R],
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
}

impl<R: Real> Delta<R> {
    /// Room for signals of up to `features` rows.
    pub fn new(features: usize, stride: usize) -> Self {
        Self { now: vec![R::ZERO; features * stride], next: vec![R::ZERO; features * stride] }
    }

    /// Makes the next signal the present one.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.now, &mut self.next);
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
    /// A module's output.
    fn forward(&mut self, _at: Place, _signal: Signal<R>) {}
    /// An activation at work, y = f(x); its output is shown to [`Self::forward`] as well.
    fn activation(&mut self, _at: Place, _f: &AnyActivation, _x: Signal<R>, _y: Signal<R>) {}
    /// The derivative of the loss by a module's output.
    fn backward(&mut self, _at: Place, _delta: Signal<R>) {}
}

/// Nobody.
impl<R: Real> Observer<R> for () {}
