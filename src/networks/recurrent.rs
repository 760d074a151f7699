//! A recurrent network, one to four layers of a cell with a linear head, and back-propagation through time (P. J. Werbos
//! 1990), full or truncated (R. J. Williams, J. Peng 1990).
//!
//! The network computes the matrix products; the cell ([`super::cells`]) does the rest, element by element.

use super::cells::{AnyCell, Backward, Forward, Shape};
use super::linear::Linear;
use super::{Observer, Place, Signal};
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::math::kernels::{Start, Weights, outer_product, product, row_sums};
use std::ops::Range;

/// Stacked layers of a cell and a linear head, y_t = W h_t + b, on the last one. Tensor names are those of
/// `torch.nn.RNN`, `LSTM` and `GRU`.
pub struct Recurrent {
    layout: Layout,
    cell: AnyCell,
    layers: Vec<Layer>,
    hidden: usize,
    inputs: usize,
    outputs: usize,
    truncate: usize,
    head: Linear,
}

/// Positions of a layer's tensors: weights [blocks · hidden, inputs] and [blocks · hidden, hidden], biases [blocks ·
/// hidden].
struct Layer {
    inputs: usize,
    weight_ih: Range<usize>,
    weight_hh: Range<usize>,
    bias_ih: Range<usize>,
    bias_hh: Range<usize>,
}

/// Values of [`Place::module`] for observers. This one: the sums before an Elman cell's activation.
pub const SUMS: usize = 0;
/// The hidden state, h_t.
pub const STATE: usize = 1;
/// The output of the head.
pub const HEAD: usize = 2;
/// The cell state, c_t, if the cell has one.
pub const CELL: usize = 3;
/// The first of the gates, in the order of [`Shape::gates`].
pub const GATES: usize = 4;

/// Signals of one pass over sequences. A signal is [features, stride]; the batch is contiguous.
pub struct Signals<R> {
    /// x_1 … x_T.
    pub x: Vec<Vec<R>>,
    /// Signals of each layer.
    pub layers: Vec<Trace<R>>,
    /// Outputs at the last steps, those that the loss reads.
    pub y: Vec<Vec<R>>,
    /// ∂L/∂y, in the same shape.
    pub dy: Vec<Vec<R>>,
    /// ∂L/∂x_1 … x_T; empty unless requested with [`Self::with_inputs`].
    pub dx: Vec<Vec<R>>,
    /// The part of ∂L/∂h_t that comes from the layer above, for t = 1 … T; empty with a single layer.
    above: Vec<Vec<R>>,
    dh: Vec<R>,
    dc: Vec<R>,
    da: Vec<R>,
    bias: Vec<R>,
}

/// One layer's signals through time.
pub struct Trace<R> {
    /// h_0 … h_T, each [hidden, stride].
    pub h: Vec<Vec<R>>,
    /// c_0 … c_T, in the same shape; empty if there is no cell state.
    pub c: Vec<Vec<R>>,
    /// Sums, as the cell leaves them, for t = 1 … T, each [blocks + separate, hidden, stride].
    sums: Vec<Vec<R>>,
    /// What the cell saves besides, for the same steps.
    saved: Vec<Vec<R>>,
}

impl<R: Real> Signals<R> {
    /// With buffers for ∂L/∂x.
    pub fn with_inputs(mut self) -> Self {
        self.dx = self.x.clone();
        self
    }
}

impl Recurrent {
    /// `layers` layers of `hidden` cells and their head. A single layer of the layout is called `rnn`, several `rnn.l0`,
    /// `rnn.l1`, …
    pub fn new(inputs: usize, hidden: usize, layers: usize, outputs: usize, cell: AnyCell) -> Self {
        let mut layout = Layout::default();
        let rows = cell.shape().blocks * hidden;
        let mut layer = |l: usize| {
            let inputs = if l == 0 { inputs } else { hidden };
            layout.begin_layer(if layers == 1 { "rnn".into() } else { format!("rnn.l{l}") });
            let mut add = |name: &str, shape: &[usize], role| layout.add(format!("rnn.{name}_l{l}"), shape, role);
            Layer {
                inputs,
                weight_ih: add("weight_ih", &[rows, inputs], Role::Weight),
                weight_hh: add("weight_hh", &[rows, hidden], Role::Recurrent),
                bias_ih: add("bias_ih", &[rows], Role::Bias),
                bias_hh: add("bias_hh", &[rows], Role::Bias),
            }
        };
        let layers = (0..layers).map(&mut layer).collect();
        let head = Linear::new(&mut layout, "head", hidden, outputs, true);
        Self { layout, cell, layers, hidden, inputs, outputs, truncate: 0, head }
    }

    /// With states detached after steps `every`, 2 · `every`, …, so that gradients stop there. 0 for never.
    pub fn truncated(mut self, every: usize) -> Self {
        self.truncate = every;
        self
    }

    /// The layout of the parameters.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The cell.
    pub fn cell(&self) -> &AnyCell {
        &self.cell
    }

    /// Units of a layer.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Layers below the head.
    pub fn layers(&self) -> usize {
        self.layers.len()
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The number of steps after which states are detached; 0 for never.
    pub fn truncate(&self) -> usize {
        self.truncate
    }

    /// Number of elements in [`Self::signals`] for one sequence.
    pub fn numbers(&self, length: usize) -> usize {
        let Shape { blocks, separate, saved_len, has_cell, .. } = self.cell.shape();
        length
            * (self.inputs
                + self.layers.len() * self.hidden * (blocks + separate + saved_len + 2 + usize::from(has_cell)))
    }

    /// Sets the initial biases that are not 0.
    pub fn set_biases(&self, params: &mut [f64]) {
        for layer in &self.layers {
            for block in 0..self.cell.shape().blocks {
                let bias = self.cell.first_bias(block);
                params[layer.bias_ih.clone()][block * self.hidden..][..self.hidden].fill(bias);
            }
        }
    }

    /// Buffers for sequences of `length` steps whose last `reads` outputs are read.
    pub fn signals<R: Real>(&self, length: usize, reads: usize, stride: usize) -> Signals<R> {
        let Shape { blocks, separate, saved_len, has_cell, .. } = self.cell.shape();
        let room = |count: usize, features: usize| vec![vec![R::ZERO; features * stride]; count];
        let hidden = self.hidden;
        let trace = |_| Trace {
            h: room(length + 1, hidden),
            c: room(if has_cell { length + 1 } else { 0 }, hidden),
            sums: room(length, (blocks + separate) * hidden),
            saved: room(length, saved_len * hidden),
        };
        let features = |blocks: usize| vec![R::ZERO; blocks * hidden * stride];
        Signals {
            x: room(length, self.inputs),
            layers: (0..self.layers.len()).map(trace).collect(),
            y: room(reads, self.outputs),
            dy: room(reads, self.outputs),
            dx: Vec::new(),
            above: room(if self.layers.len() > 1 { length } else { 0 }, hidden),
            dh: features(1),
            dc: features(usize::from(has_cell)),
            da: features(blocks + separate),
            bias: vec![R::ZERO; blocks * hidden],
        }
    }

    /// Runs the forward pass from the signals' x, h_0 and c_0. The observer sees x_1 … x_T, then for each layer h_0 (and c_0), then
    /// for t = 1 … T sums or gates and h_t (and c_t); at the end it sees the head's outputs.
    pub fn forward<R: Real>(
        &self,
        params: &[R],
        s: &mut Signals<R>,
        columns: usize,
        stride: usize,
        observer: &mut dyn Observer<R>,
    ) {
        let Shape { blocks, separate, gates, .. } = self.cell.shape();
        let (hidden, n) = (self.hidden, self.hidden * stride);
        let joint = blocks - separate;
        for (t, x) in s.x.iter().enumerate() {
            observer.input(Some(t + 1), signal(&x[..self.inputs * stride], (columns, stride)));
        }
        for (l, layer) in self.layers.iter().enumerate() {
            let (below, rest) = s.layers.split_at_mut(l);
            let Trace { h, c, sums, saved } = &mut rest[0];
            let place = |module, t| Place { module, layer: l, time: Some(t) };
            let size = (columns, stride);
            let ih = matrix(&params[layer.weight_ih.clone()], layer.inputs, false);
            let hh = &params[layer.weight_hh.clone()];
            let (bias_ih, bias_hh) = (&params[layer.bias_ih.clone()], &params[layer.bias_hh.clone()]);
            // Blocks without a separate part need the sum of both biases only.
            s.bias.copy_from_slice(bias_ih);
            s.bias.iter_mut().zip(&bias_hh[..joint * hidden]).for_each(|(sum, b)| *sum += *b);
            if let Some(c) = c.first() {
                observer.forward(place(CELL, 0), signal(&c[..n], size));
            }
            observer.forward(place(STATE, 0), signal(&h[0][..n], size));
            for t in 0..s.x.len() {
                let x = if l == 0 { &s.x[t] } else { &below[l - 1].h[t + 1] };
                let (before, after) = h.split_at_mut(t + 1);
                let (c_before, c_after) = if c.is_empty() {
                    (&[][..], &mut [][..])
                } else {
                    let (before, after) = c.split_at_mut(t + 1);
                    (&before[t][..n], &mut after[0][..n])
                };
                let (h_before, h_after) = (&before[t][..n], &mut after[0][..n]);
                let a = &mut sums[t][..(blocks + separate) * n];
                product(ih, x, Start::Each(&s.bias), &mut a[..blocks * n], blocks * hidden, layer.inputs, stride);
                product(
                    matrix(hh, hidden, false),
                    h_before,
                    Start::There,
                    &mut a[..joint * n],
                    joint * hidden,
                    hidden,
                    stride,
                );
                if separate > 0 {
                    let (w, b) = (&hh[joint * hidden * hidden..], &bias_hh[joint * hidden..]);
                    let a = &mut a[blocks * n..];
                    product(matrix(w, hidden, false), h_before, Start::Each(b), a, separate * hidden, hidden, stride);
                }
                let saved = &mut saved[t][..];
                let pass = Forward {
                    sums: &mut *a,
                    h_before,
                    c_before,
                    h: &mut *h_after,
                    c: &mut *c_after,
                    saved: &mut *saved,
                };
                self.cell.forward(pass);
                match self.cell.activation() {
                    Some(f) => {
                        observer.forward(place(SUMS, t + 1), signal(a, size));
                        observer.activation(place(STATE, t + 1), &f, signal(a, size), signal(h_after, size));
                    }
                    None => {
                        for (k, (block, _)) in gates.iter().enumerate() {
                            observer.forward(place(GATES + k, t + 1), signal(&a[block * n..][..n], size));
                        }
                    }
                }
                if !c_after.is_empty() {
                    observer.forward(place(CELL, t + 1), signal(c_after, size));
                }
                observer.forward(place(STATE, t + 1), signal(h_after, size));
            }
        }
        let (Some(top), reads, length) = (s.layers.last(), s.y.len(), s.x.len()) else { return };
        for (k, y) in s.y.iter_mut().enumerate() {
            let t = length - reads + k + 1;
            self.head.apply(params, &top.h[t], y, stride);
            let y = Signal { values: &y[..self.outputs * stride], columns, stride };
            observer.forward(Place { module: HEAD, layer: self.layers.len(), time: Some(t) }, y);
        }
    }

    /// Runs the backward pass from the signals' ∂L/∂y, truncated as the network is, and adds to `gradient`. From the
    /// last layer to the first, the observer sees the total derivatives ∂L/∂h_t and ∂L/∂c_t for t = T … 0, and an Elman
    /// cell's derivatives by the sums.
    pub fn backward<R: Real>(
        &self,
        params: &[R],
        s: &mut Signals<R>,
        gradient: &mut [R],
        columns: usize,
        stride: usize,
        observer: &mut dyn Observer<R>,
    ) {
        self.backward_through(params, s, gradient, (columns, stride), self.truncate, observer);
    }

    /// The same with another truncation.
    pub fn backward_through<R: Real>(
        &self,
        params: &[R],
        s: &mut Signals<R>,
        gradient: &mut [R],
        (columns, stride): (usize, usize),
        truncate: usize,
        observer: &mut dyn Observer<R>,
    ) {
        let Shape { blocks, separate, .. } = self.cell.shape();
        let (length, reads, hidden, n) = (s.x.len(), s.y.len(), self.hidden, self.hidden * stride);
        let joint = blocks - separate;
        let has_sums = self.cell.activation().is_some();
        for (l, layer) in self.layers.iter().enumerate().rev() {
            let is_top = l + 1 == self.layers.len();
            let (below, rest) = s.layers.split_at(l);
            let trace = &rest[0];
            let hh = &params[layer.weight_hh.clone()];
            let (dh, da) = (&mut s.dh[..n], &mut s.da[..(blocks + separate) * n]);
            let n_cell = if trace.c.is_empty() { 0 } else { n };
            let dc = &mut s.dc[..n_cell];
            let c = |t: usize| if n_cell == 0 { &[][..] } else { &trace.c[t][..n] };
            dh.fill(R::ZERO);
            dc.fill(R::ZERO);
            for t in (0..=length).rev() {
                let place = |module| Place { module, layer: l, time: Some(t) };
                let size = (columns, stride);
                if t > 0 && t < length && truncate > 0 && t.is_multiple_of(truncate) {
                    dh.fill(R::ZERO);
                    dc.fill(R::ZERO);
                }
                if is_top && t > length - reads {
                    let dy = &s.dy[t + reads - length - 1];
                    self.head.add_gradient(&trace.h[t], dy, gradient, stride);
                    self.head.input_gradient(params, dy, Start::There, dh, stride);
                } else if !is_top && t > 0 {
                    dh.iter_mut().zip(&s.above[t - 1]).for_each(|(dh, above)| *dh += *above);
                }
                observer.backward(place(STATE), signal(dh, size));
                let saved = if t == 0 { &[][..] } else { &trace.saved[t - 1][..] };
                if t > 0 && n_cell > 0 {
                    self.cell.complete(&trace.sums[t - 1][..blocks * n], saved, dh, dc);
                }
                if n_cell > 0 {
                    observer.backward(place(CELL), signal(dc, size));
                }
                if t == 0 {
                    break;
                }
                let sums = &trace.sums[t - 1][..(blocks + separate) * n];
                let (h_before, c_before) = (&trace.h[t - 1][..n], c(t - 1));
                let h = &trace.h[t][..n];
                self.cell.backward(Backward { sums, h_before, c_before, h, saved, dh, dc, da });
                if has_sums {
                    observer.backward(place(SUMS), signal(da, size));
                }
                let x = if l == 0 { &s.x[t - 1] } else { &below[l - 1].h[t] };
                let (of_input, of_separate) = da.split_at(blocks * n);
                let of_joint = &of_input[..joint * n];
                let rows = blocks * hidden;
                outer_product(of_input, x, &mut gradient[layer.weight_ih.clone()], rows, layer.inputs, stride);
                row_sums(of_input, &mut gradient[layer.bias_ih.clone()], stride);
                let (to_joint, to_separate) = gradient[layer.weight_hh.clone()].split_at_mut(joint * hidden * hidden);
                outer_product(of_joint, h_before, to_joint, joint * hidden, hidden, stride);
                product(matrix(hh, hidden, true), of_joint, Start::There, dh, hidden, joint * hidden, stride);
                if separate > 0 {
                    outer_product(of_separate, h_before, to_separate, separate * hidden, hidden, stride);
                    let w = &hh[joint * hidden * hidden..];
                    product(matrix(w, hidden, true), of_separate, Start::There, dh, hidden, separate * hidden, stride);
                    let bias = layer.bias_hh.start + joint * hidden..layer.bias_hh.end;
                    row_sums(of_separate, &mut gradient[bias], stride);
                }
                let to_below = if l > 0 { s.above.get_mut(t - 1) } else { s.dx.get_mut(t - 1) };
                if let Some(dx) = to_below {
                    dx[..layer.inputs * stride].fill(R::ZERO);
                    let w = &params[layer.weight_ih.clone()];
                    product(matrix(w, layer.inputs, true), of_input, Start::There, dx, layer.inputs, rows, stride);
                }
            }
            // Both biases enter the same sum, so their gradients are equal.
            let start = layer.bias_ih.start;
            gradient.copy_within(start..start + joint * hidden, layer.bias_hh.start);
        }
    }
}

fn signal<R>(values: &[R], (columns, stride): (usize, usize)) -> Signal<'_, R> {
    Signal { values, columns, stride }
}

/// A matrix with rows of `inputs` numbers, or its transpose.
fn matrix<R: Real>(values: &[R], inputs: usize, transposed: bool) -> Weights<'_, R> {
    let (row, column) = if transposed { (1, inputs) } else { (inputs, 1) };
    Weights { values, row, column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kernels::stride;
    use crate::math::random::{Purpose, Stream};
    use crate::registry::Settings;

    /// Sum of all last outputs, and its derivatives by every input.
    fn outputs(network: &Recurrent, params: &[f64], x: &[Vec<f64>], columns: usize) -> (f64, Vec<Vec<f64>>) {
        let stride = stride(columns);
        let mut s = network.signals(x.len(), 1, stride).with_inputs();
        s.x.clone_from_slice(x);
        network.forward(params, &mut s, columns, stride, &mut ());
        let sum = s.y[0].chunks(stride).flat_map(|row| &row[..columns]).sum();
        s.dy[0].chunks_mut(stride).for_each(|row| row[..columns].fill(1.0));
        network.backward(params, &mut s, &mut vec![0.0; params.len()], columns, stride, &mut ());
        (sum, s.dx)
    }

    #[test]
    fn the_derivative_by_an_input_is_the_central_difference() {
        let mut random = Stream::new(3, Purpose::Data, 0);
        for id in AnyCell::ITEMS.iter().map(|item| item.id).filter(|id| *id != "rnn-relu") {
            for layers in [1, 3] {
                let network = Recurrent::new(2, 4, layers, 2, AnyCell::named(id, &Settings::default()));
                let params: Vec<f64> = (0..network.layout().len()).map(|_| 0.6 * random.normal()).collect();
                let mut x: Vec<Vec<f64>> = (0..5).map(|_| (0..2 * 4).map(|_| random.normal()).collect()).collect();
                let (_, slopes) = outputs(&network, &params, &x, 3);
                for (t, k) in [(0, 0), (2, 1), (4, 6)] {
                    let saved = x[t][k];
                    let mut at = |by: f64| {
                        x[t][k] = saved + by;
                        outputs(&network, &params, &x, 3).0
                    };
                    let difference = (8.0 * (at(1e-3) - at(-1e-3)) - (at(2e-3) - at(-2e-3))) / 12e-3;
                    x[t][k] = saved;
                    assert!((slopes[t][k] - difference).abs() < 1e-8, "{id}, {layers}: {} {difference}", slopes[t][k]);
                }
            }
        }
    }

    #[test]
    fn no_gradient_comes_back_over_a_cut() {
        let network = Recurrent::new(1, 3, 1, 1, AnyCell::named("lstm", &Settings::default())).truncated(2);
        let params: Vec<f64> = (0..network.layout().len()).map(|k| 0.1 + 0.01 * k as f64).collect();
        let (_, slopes) = outputs(&network, &params, &vec![vec![1.0; 4]; 5], 4);
        let felt: Vec<bool> = slopes.iter().map(|dx| dx.iter().any(|d| *d != 0.0)).collect();
        assert_eq!(felt, [false, false, false, false, true], "the state after step 4 is a constant");
    }
}
