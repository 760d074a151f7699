//! A feed-forward network on data: inputs to targets, mean loss over the rows.

use super::{Batch, Blueprint, CHUNK, Examples, Objective, Observer, Readout, Rows, Workspace, gather, row_by_row};
use crate::datasets::Data;
use crate::initializers::AnyInitializer;
use crate::layout::{Layout, Role};
use crate::losses::{AnyLoss, Shape};
use crate::math::Real;
use crate::math::kernels::stride;
use crate::math::random::{Purpose, Stream};
use crate::networks::mlp::{Mlp, Signals};

/// A network, its data and its loss.
pub struct Supervised<R: Real> {
    network: Mlp<R>,
    initializer: AnyInitializer,
    loss: AnyLoss,
    reduction: Reduction,
    data: Data,
    /// [features, rows]
    inputs: Vec<R>,
    /// [target rows, rows]
    targets: Vec<R>,
}

/// What becomes of the rows' losses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Their mean.
    Mean,
    /// Their sum.
    Sum,
}

struct Buffers<R> {
    signals: Signals<R>,
    targets: Vec<R>,
    stride: usize,
}

impl<R: Real> Supervised<R> {
    /// The network on `data`; its inputs and outputs have to fit.
    pub fn new(network: Mlp<R>, initializer: AnyInitializer, loss: AnyLoss, data: Data) -> Self {
        let convert = |values: &[f64]| values.iter().map(|v| R::of(*v)).collect();
        let (inputs, targets) = (convert(&data.inputs), convert(&data.targets_for(&loss, network.outputs())));
        Self { network, initializer, loss, reduction: Reduction::Mean, data, inputs, targets }
    }

    /// With another reduction.
    pub fn reduced(mut self, reduction: Reduction) -> Self {
        self.reduction = reduction;
        self
    }

    fn target_rows(&self) -> usize {
        self.targets.len() / self.data.rows
    }

    /// What one row's (or element's) loss is multiplied by.
    fn scale(&self, rows: usize) -> R {
        match self.reduction {
            Reduction::Mean => R::of(1.0 / self.loss.terms(rows, self.network.outputs()) as f64),
            Reduction::Sum => R::ONE,
        }
    }

    /// Forward over one piece and its loss; ∂L/∂(output) is left in the signals.
    fn piece(
        &self,
        params: &[R],
        rows: Rows,
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        scale: R,
        observer: &mut dyn Observer<R>,
    ) -> R {
        // A short last piece is worked on at its own stride: the same sums whatever the workspace was made for.
        let stride = stride(columns).min(b.stride);
        let all = self.data.rows;
        let features = self.inputs.len() / all;
        gather(&self.inputs, all, rows, (first, columns), &mut b.signals.input()[..features * stride], stride);
        let targets = self.target_rows() * stride;
        gather(&self.targets, all, rows, (first, columns), &mut b.targets[..targets], stride);
        self.network.forward(params, &mut b.signals, columns, stride, observer);
        let shape = Shape { outputs: self.network.outputs(), columns, stride };
        let (output, slope) = b.signals.output_slope();
        self.loss.value_and_slope(output, &b.targets, shape, scale, slope)
    }
}

impl<R: Real> Objective<R> for Supervised<R> {
    fn layout(&self) -> &Layout {
        self.network.layout()
    }

    fn init(&self, seed: u64) -> Vec<R> {
        let layout = self.layout();
        let mut params = vec![R::ZERO; layout.len()];
        for (k, tensor) in layout.tensors.iter().enumerate().filter(|(_, t)| t.role == Role::Weight) {
            let mut random = Stream::new(seed, Purpose::Initialization, k as u32);
            self.initializer.fill(tensor.shape[0], tensor.shape[1], &mut random, &mut params[tensor.range.clone()]);
        }
        params
    }

    fn rows(&self) -> usize {
        self.data.rows
    }

    fn workspace(&self, rows: usize) -> Workspace {
        let stride = stride(rows.min(CHUNK));
        let signals = self.network.signals(stride);
        Workspace::new(Buffers { signals, targets: vec![R::ZERO; self.target_rows() * stride], stride })
    }

    fn loss(&self, params: &[R], Batch { rows, .. }: Batch, work: &mut Workspace) -> R {
        let buffers: &mut Buffers<R> = work.get();
        let count = rows.count(self.data.rows);
        let scale = self.scale(count);
        Rows::chunks(count).fold(R::ZERO, |sum, piece| sum + self.piece(params, rows, piece, buffers, scale, &mut ()))
    }

    fn gradient(
        &self,
        params: &[R],
        Batch { rows, .. }: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let buffers: &mut Buffers<R> = work.get();
        gradient.fill(R::ZERO);
        let count = rows.count(self.data.rows);
        let scale = self.scale(count);
        let mut loss = R::ZERO;
        for piece in Rows::chunks(count) {
            loss += self.piece(params, rows, piece, buffers, scale, observer);
            let columns = piece.1;
            let stride = stride(columns).min(buffers.stride);
            self.network.backward(params, &mut buffers.signals, gradient, columns, stride, observer);
        }
        loss
    }

    fn readouts(&self, params: &[R], _: &[R], work: &mut Workspace) -> Vec<Readout> {
        let buffers: &mut Buffers<R> = work.get();
        let mut score = self.data.score();
        for piece in Rows::chunks(self.data.rows) {
            self.piece(params, Rows::All, piece, buffers, R::ONE, &mut ());
            let stride = stride(piece.1).min(buffers.stride);
            score.add(buffers.signals.output(), self.network.outputs(), piece, stride);
        }
        score.readouts()
    }

    fn examples(&self) -> Option<Examples> {
        let (rows, classes) = (self.data.rows, self.loss.takes_classes());
        Some(Examples {
            input_shape: vec![rows, self.inputs.len() / rows],
            input: row_by_row(&self.inputs, rows),
            target_shape: if classes { vec![rows] } else { vec![rows, self.target_rows()] },
            target: row_by_row(&self.targets, rows),
            classes,
        })
    }

    fn blueprint(&self) -> Blueprint {
        let (modules, items) = self.network.in_torch();
        Blueprint::Network { modules, items, loss: self.loss.item() }
    }
}
