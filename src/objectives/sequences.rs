//! A recurrent network on sequences: back-propagation through time, with ‖∂L/∂h_t‖ for every t.

use super::{Batch, Blueprint, CHUNK, Examples, Objective, Observer, Readout, Rows, Workspace, gather, row_by_row};
use crate::datasets::score::Set;
use crate::datasets::sequences::SequenceData;
use crate::initializers::AnyInitializer;
use crate::layout::{Layout, Role};
use crate::losses::{AnyLoss, Shape};
use crate::math::Real;
use crate::math::kernels::stride;
use crate::math::random::{Purpose, Stream};
use crate::networks::elman::{Elman, LossOn, Signals};

/// A recurrent network, its sequences and its loss.
pub struct Sequences<R: Real> {
    network: Elman,
    initializer: AnyInitializer,
    loss: AnyLoss,
    on: LossOn,
    data: SequenceData,
    /// x_1 … x_T, each [features, rows]
    inputs: Vec<Vec<R>>,
    /// Targets where the loss reads, each [target rows, rows]
    targets: Vec<Vec<R>>,
    /// h_0, [hidden, rows]
    start: Vec<R>,
}

struct Buffers<R> {
    signals: Signals<R>,
    targets: Vec<R>,
    stride: usize,
}

impl<R: Real> Sequences<R> {
    /// The network on `data`, from a zero state.
    pub fn new(network: Elman, initializer: AnyInitializer, loss: AnyLoss, on: LossOn, data: SequenceData) -> Self {
        let convert = |steps: &[Vec<f64>]| -> Vec<Vec<R>> {
            steps.iter().map(|values| values.iter().map(|v| R::of(*v)).collect()).collect()
        };
        let (inputs, targets) = (convert(&data.inputs), convert(&data.targets));
        let start = vec![R::ZERO; network.hidden() * data.rows];
        Self { network, initializer, loss, on, data, inputs, targets, start }
    }

    /// From another initial state, [hidden, rows].
    pub fn starting_at(mut self, start: &[f64]) -> Self {
        self.start = start.iter().map(|v| R::of(*v)).collect();
        self
    }

    fn scale(&self, rows: usize) -> R {
        R::of(1.0 / self.loss.terms(rows * self.targets.len(), self.network.outputs()) as f64)
    }

    fn piece(
        &self,
        params: &[R],
        rows: Rows,
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        scale: R,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let stride = stride(columns).min(b.stride);
        let all = self.data.rows;
        let fit = |source: &[R]| source.len() / all * stride;
        for (source, x) in self.inputs.iter().zip(&mut b.signals.x) {
            gather(source, all, rows, (first, columns), &mut x[..fit(source)], stride);
        }
        gather(&self.start, all, rows, (first, columns), &mut b.signals.h[0][..fit(&self.start)], stride);
        self.network.forward(params, &mut b.signals, columns, stride, observer);
        let shape = Shape { outputs: self.network.outputs(), columns, stride };
        let mut loss = R::ZERO;
        for (k, target) in self.targets.iter().enumerate() {
            gather(target, all, rows, (first, columns), &mut b.targets[..fit(target)], stride);
            loss += self.loss.value_and_slope(&b.signals.y[k], &b.targets, shape, scale, &mut b.signals.dy[k]);
        }
        loss
    }
}

impl<R: Real> Objective<R> for Sequences<R> {
    fn layout(&self) -> &Layout {
        self.network.layout()
    }

    fn init(&self, seed: u64) -> Vec<R> {
        let mut params = vec![R::ZERO; self.layout().len()];
        let matrices = |t: Role| matches!(t, Role::Weight | Role::Recurrent);
        for (k, tensor) in self.layout().tensors.iter().enumerate().filter(|(_, t)| matrices(t.role)) {
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
        let signals = self.network.signals(self.inputs.len(), self.on, stride);
        let targets = self.targets[0].len() / self.data.rows * stride;
        Workspace::new(Buffers::<R> { signals, targets: vec![R::ZERO; targets], stride })
    }

    fn forward(
        &self,
        params: &[R],
        Batch { rows, .. }: Batch,
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let buffers: &mut Buffers<R> = work.get();
        let count = rows.count(self.data.rows);
        let scale = self.scale(count);
        Rows::pieces(count, CHUNK)
            .fold(R::ZERO, |sum, piece| sum + self.piece(params, rows, piece, buffers, scale, observer))
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
        for piece in Rows::pieces(count, CHUNK) {
            loss += self.piece(params, rows, piece, buffers, scale, observer);
            let stride = stride(piece.1).min(buffers.stride);
            self.network.backward(params, &mut buffers.signals, gradient, piece.1, stride, observer);
        }
        loss
    }

    fn readouts(&self, params: &[R], _: &[R], work: &mut Workspace) -> Vec<Readout> {
        let buffers: &mut Buffers<R> = work.get();
        let mut score = self.data.score();
        for piece in Rows::pieces(self.data.rows, CHUNK) {
            self.piece(params, Rows::All, piece, buffers, R::ONE, &mut ());
            let stride = stride(piece.1).min(buffers.stride);
            score.add(buffers.signals.y.last().map_or(&[], Vec::as_slice), self.network.outputs(), piece, stride);
        }
        vec![score.readout(Set::Whole)]
    }

    fn examples(&self) -> Option<Examples> {
        let (rows, length) = (self.data.rows, self.inputs.len());
        let features = self.inputs[0].len() / rows;
        let (last, classes) = (self.targets.last()?, self.loss.takes_classes());
        Some(Examples {
            input_shape: vec![length, rows, features],
            input: self.inputs.iter().flat_map(|step| row_by_row(step, rows)).collect(),
            target_shape: if classes { vec![rows] } else { vec![rows, last.len() / rows] },
            target: row_by_row(last, rows),
            classes,
        })
    }

    fn blueprint(&self) -> Blueprint {
        Blueprint::Recurrent {
            inputs: self.inputs[0].len() / self.data.rows,
            hidden: self.network.hidden(),
            outputs: self.network.outputs(),
            loss: self.loss.item(),
        }
    }

    fn is_mean(&self) -> bool {
        true
    }

    fn length(&self) -> Option<usize> {
        Some(self.inputs.len())
    }
}
