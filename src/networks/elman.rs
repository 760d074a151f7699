//! An Elman network with a linear head, and back-propagation through time (P. J. Werbos 1990).

use super::linear::Linear;
use super::{Observer, Place, Signal};
use crate::activations::AnyActivation;
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::math::kernels::{Weights, outer_product, product, row_sums};
use std::ops::Range;

/// h_t = f(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh), y_t = W h_t + b. Tensor names are `torch.nn.RNN`'s.
pub struct Elman {
    layout: Layout,
    activation: AnyActivation,
    inputs: usize,
    hidden: usize,
    outputs: usize,
    weight_ih: Range<usize>,
    weight_hh: Range<usize>,
    bias_ih: Range<usize>,
    bias_hh: Range<usize>,
    head: Linear,
}

/// Its parts, as observers are told of them: the sums before the activation, the hidden state, the head.
const SUMS: usize = 0;
/// See [`SUMS`].
pub const STATE: usize = 1;
const HEAD: usize = 2;

/// Where the loss reads the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossOn {
    /// At the last step only.
    Last,
    /// At every step.
    All,
}

/// Signals of one pass over sequences.
pub struct Signals<R> {
    /// x_1 … x_T, each [inputs, stride].
    pub x: Vec<Vec<R>>,
    /// Sums before the activation, for t = 1 … T.
    a: Vec<Vec<R>>,
    /// h_0 … h_T, each [hidden, stride].
    pub h: Vec<Vec<R>>,
    /// Outputs where the loss reads them, each [outputs, stride].
    pub y: Vec<Vec<R>>,
    /// ∂L/∂y, alike.
    pub dy: Vec<Vec<R>>,
    dh: Vec<R>,
    da: Vec<R>,
    bias: Vec<R>,
}

impl Elman {
    /// A cell of `hidden` units and its head.
    pub fn new(inputs: usize, hidden: usize, outputs: usize, activation: AnyActivation) -> Self {
        let mut layout = Layout::default();
        layout.begin_layer("rnn".into());
        let weight_ih = layout.add("rnn.weight_ih_l0".into(), &[hidden, inputs], Role::Weight);
        let weight_hh = layout.add("rnn.weight_hh_l0".into(), &[hidden, hidden], Role::Recurrent);
        let bias_ih = layout.add("rnn.bias_ih_l0".into(), &[hidden], Role::Bias);
        let bias_hh = layout.add("rnn.bias_hh_l0".into(), &[hidden], Role::Bias);
        let head = Linear::new(&mut layout, "head", hidden, outputs, true);
        Self { layout, activation, inputs, hidden, outputs, weight_ih, weight_hh, bias_ih, bias_hh, head }
    }

    /// The parameters' division.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Units.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Features that come out.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Room for sequences of `length` steps.
    pub fn signals<R: Real>(&self, length: usize, on: LossOn, stride: usize) -> Signals<R> {
        let room = |count: usize, features: usize| vec![vec![R::ZERO; features * stride]; count];
        let reads = if on == LossOn::All { length } else { 1 };
        Signals {
            x: room(length, self.inputs),
            a: room(length, self.hidden),
            h: room(length + 1, self.hidden),
            y: room(reads, self.outputs),
            dy: room(reads, self.outputs),
            dh: vec![R::ZERO; self.hidden * stride],
            da: vec![R::ZERO; self.hidden * stride],
            bias: vec![R::ZERO; self.hidden],
        }
    }

    /// Runs the signals' x and h_0 forward; the observer is shown h_0, the sums and h_t for t = 1 … T, and what the head
    /// makes of them.
    pub fn forward<R: Real>(
        &self,
        params: &[R],
        s: &mut Signals<R>,
        columns: usize,
        stride: usize,
        observer: &mut dyn Observer<R>,
    ) {
        let (ih, hh) = (self.weights(params, &self.weight_ih, false), self.weights(params, &self.weight_hh, false));
        for (sum, (a, b)) in
            s.bias.iter_mut().zip(params[self.bias_ih.clone()].iter().zip(&params[self.bias_hh.clone()]))
        {
            *sum = *a + *b;
        }
        let n = self.hidden * stride;
        let length = s.x.len();
        let cell = |module, t| Place { module, layer: 0, time: Some(t) };
        observer.forward(cell(STATE, 0), Signal { values: &s.h[0][..n], columns, stride });
        for t in 0..length {
            let (before, after) = s.h.split_at_mut(t + 1);
            let a = &mut s.a[t][..n];
            product(ih, &s.x[t], Some(&s.bias), a, self.hidden, self.inputs, stride);
            product(hh, &before[t], None, a, self.hidden, self.hidden, stride);
            self.activation.forward(a, &mut after[0][..n]);
            let (x, y) = (Signal { values: &*a, columns, stride }, Signal { values: &after[0][..n], columns, stride });
            observer.forward(cell(SUMS, t + 1), x);
            observer.activation(cell(STATE, t + 1), &self.activation, x, y);
            observer.forward(cell(STATE, t + 1), y);
        }
        let reads = s.y.len();
        for (k, y) in s.y.iter_mut().enumerate() {
            let t = length - reads + k + 1;
            self.head.apply(params, &s.h[t], y, stride);
            let y = Signal { values: &y[..self.outputs * stride], columns, stride };
            observer.forward(Place { module: HEAD, layer: 1, time: Some(t) }, y);
        }
    }

    /// Runs backward from the signals' ∂L/∂y, adding to `gradient`; the observer is shown ∂L/∂h_t for t = T … 0,
    /// everything that follows from h_t included, and between them the derivatives by the sums.
    pub fn backward<R: Real>(
        &self,
        params: &[R],
        s: &mut Signals<R>,
        gradient: &mut [R],
        columns: usize,
        stride: usize,
        observer: &mut dyn Observer<R>,
    ) {
        let transposed = self.weights(params, &self.weight_hh, true);
        let (length, reads, n) = (s.x.len(), s.y.len(), self.hidden * stride);
        s.dh.fill(R::ZERO);
        for t in (0..=length).rev() {
            if t > length - reads {
                let dy = &s.dy[t + reads - length - 1];
                self.head.add_gradient(&s.h[t], dy, gradient, stride);
                self.head.add_input_gradient(params, dy, &mut s.dh, stride);
            }
            let cell = |module| Place { module, layer: 0, time: Some(t) };
            observer.backward(cell(STATE), Signal { values: &s.dh[..n], columns, stride });
            if t == 0 {
                break;
            }
            s.da.copy_from_slice(&s.dh);
            self.activation.backward(&s.a[t - 1][..n], &s.h[t][..n], &mut s.da[..n]);
            observer.backward(cell(SUMS), Signal { values: &s.da[..n], columns, stride });
            outer_product(&s.da, &s.x[t - 1], &mut gradient[self.weight_ih.clone()], self.hidden, self.inputs, stride);
            outer_product(&s.da, &s.h[t - 1], &mut gradient[self.weight_hh.clone()], self.hidden, self.hidden, stride);
            row_sums(&s.da, &mut gradient[self.bias_ih.clone()], stride);
            s.dh.fill(R::ZERO);
            product(transposed, &s.da, None, &mut s.dh, self.hidden, self.hidden, stride);
        }
        // Both biases enter the same sum, so their gradients are equal.
        let (ih, hh) = (self.bias_ih.clone(), self.bias_hh.clone());
        gradient.copy_within(ih, hh.start);
    }

    fn weights<'a, R: Real>(&self, params: &'a [R], range: &Range<usize>, transposed: bool) -> Weights<'a, R> {
        let inputs = range.len() / self.hidden;
        let (row, column) = if transposed { (1, inputs) } else { (inputs, 1) };
        Weights { values: &params[range.clone()], row, column }
    }
}
