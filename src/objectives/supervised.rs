//! A feed-forward network on data: inputs to targets, mean loss over the rows.

use super::{Batch, Blueprint, CHUNK, Examples, Objective, Observer, Readout, Rows, Workspace, gather, row_by_row};
use crate::datasets::score::{Set, shares};
use crate::datasets::{Data, Targets};
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
    train: Prepared<R>,
    /// Set aside to test on.
    test: Option<Prepared<R>>,
}

/// Data as the network and its loss take them.
struct Prepared<R> {
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
        let train = Prepared::new(data, &loss, network.outputs());
        Self { network, initializer, loss, reduction: Reduction::Mean, train, test: None }
    }

    /// With examples set aside to test on, of the same features and targets.
    pub fn tested_on(mut self, test: Option<Data>) -> Self {
        self.test = test.map(|data| Prepared::new(data, &self.loss, self.network.outputs()));
        self
    }

    /// With another reduction.
    pub fn reduced(mut self, reduction: Reduction) -> Self {
        self.reduction = reduction;
        self
    }

    /// What one row's (or element's) loss is multiplied by.
    fn scale(&self, rows: usize) -> R {
        match self.reduction {
            Reduction::Mean => R::of(1.0 / self.loss.terms(rows, self.network.outputs()) as f64),
            Reduction::Sum => R::ONE,
        }
    }

    /// Forward over one piece of some rows and its loss; ∂L/∂(output) is left in the signals.
    fn piece(
        &self,
        params: &[R],
        (examples, rows): (&Prepared<R>, Rows),
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        scale: R,
        observer: &mut dyn Observer<R>,
    ) -> R {
        // A short last piece is worked on at its own stride: the same sums whatever the workspace was made for.
        let stride = stride(columns).min(b.stride);
        let all = examples.data.rows;
        let features = examples.inputs.len() / all;
        gather(&examples.inputs, all, rows, (first, columns), &mut b.signals.input()[..features * stride], stride);
        let targets = examples.target_rows() * stride;
        gather(&examples.targets, all, rows, (first, columns), &mut b.targets[..targets], stride);
        self.network.forward(params, &mut b.signals, columns, stride, observer);
        let shape = Shape { outputs: self.network.outputs(), columns, stride };
        let (output, slope) = b.signals.output_slope();
        self.loss.value_and_slope(output, &b.targets, shape, scale, slope)
    }

    /// Mean (or sum) of the loss over some rows.
    fn loss_over(
        &self,
        (examples, rows): (&Prepared<R>, Rows),
        params: &[R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let buffers: &mut Buffers<R> = work.get();
        let count = rows.count(examples.data.rows);
        let scale = self.scale(count);
        Rows::chunks(count)
            .fold(R::ZERO, |sum, piece| sum + self.piece(params, (examples, rows), piece, buffers, scale, observer))
    }

    /// How well all outputs fit.
    fn score(&self, examples: &Prepared<R>, set: Set, params: &[R], work: &mut Workspace) -> Readout {
        let buffers: &mut Buffers<R> = work.get();
        let mut score = examples.data.score();
        for piece in Rows::chunks(examples.data.rows) {
            self.piece(params, (examples, Rows::All), piece, buffers, R::ONE, &mut ());
            let stride = stride(piece.1).min(buffers.stride);
            score.add(buffers.signals.output(), self.network.outputs(), piece, stride);
        }
        score.readout(set)
    }
}

impl<R: Real> Prepared<R> {
    fn new(data: Data, loss: &AnyLoss, outputs: usize) -> Self {
        let convert = |values: &[f64]| values.iter().map(|v| R::of(*v)).collect();
        let (inputs, targets) = (convert(&data.inputs), convert(&data.targets_for(loss, outputs)));
        Self { data, inputs, targets }
    }

    fn target_rows(&self) -> usize {
        self.targets.len() / self.data.rows
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
        self.train.data.rows
    }

    fn test_rows(&self) -> usize {
        self.test.as_ref().map_or(0, |test| test.data.rows)
    }

    fn workspace(&self, rows: usize) -> Workspace {
        let stride = stride(rows.min(CHUNK));
        let signals = self.network.signals(stride);
        Workspace::new(Buffers { signals, targets: vec![R::ZERO; self.train.target_rows() * stride], stride })
    }

    fn forward(
        &self,
        params: &[R],
        Batch { rows, .. }: Batch,
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        self.loss_over((&self.train, rows), params, work, observer)
    }

    fn test_loss(&self, params: &[R], _: &[R], work: &mut Workspace) -> R {
        let nothing = R::of(f64::NAN);
        self.test.as_ref().map_or(nothing, |test| self.loss_over((test, Rows::All), params, work, &mut ()))
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
        let count = rows.count(self.train.data.rows);
        let scale = self.scale(count);
        let mut loss = R::ZERO;
        for piece in Rows::chunks(count) {
            loss += self.piece(params, (&self.train, rows), piece, buffers, scale, observer);
            let columns = piece.1;
            let stride = stride(columns).min(buffers.stride);
            self.network.backward(params, &mut buffers.signals, gradient, columns, stride, observer);
        }
        loss
    }

    fn readouts(&self, params: &[R], _: &[R], work: &mut Workspace) -> Vec<Readout> {
        match &self.test {
            None => vec![self.score(&self.train, Set::Whole, params, work)],
            Some(test) => {
                vec![self.score(&self.train, Set::Train, params, work), self.score(test, Set::Test, params, work)]
            }
        }
    }

    fn answers(&self, params: &[R], _: &[R], inputs: &[f64], work: &mut Workspace) -> Vec<f64> {
        let buffers: &mut Buffers<R> = work.get();
        let count = inputs.len() / self.train.data.features();
        let outputs = self.network.outputs();
        let mut raw = vec![0.0; outputs * count];
        for (first, columns) in Rows::chunks(count) {
            let stride = stride(columns).min(buffers.stride);
            for (from, to) in inputs.chunks_exact(count).zip(buffers.signals.input().chunks_exact_mut(stride)) {
                to.fill(R::ZERO);
                to.iter_mut().zip(&from[first..first + columns]).for_each(|(to, from)| *to = R::of(*from));
            }
            self.network.forward(params, &mut buffers.signals, columns, stride, &mut ());
            for (from, to) in buffers.signals.output().chunks_exact(stride).zip(raw.chunks_exact_mut(count)) {
                to[first..first + columns].iter_mut().zip(from).for_each(|(to, from)| *to = from.to_f64());
            }
        }
        match self.train.data.targets {
            Targets::Values { .. } => raw,
            Targets::Classes { .. } => shares(&self.loss, outputs, raw),
        }
    }

    fn sets(&self) -> Option<(&Data, Option<&Data>)> {
        Some((&self.train.data, self.test.as_ref().map(|test| &test.data)))
    }

    fn examples(&self) -> Option<Examples> {
        let Prepared { data, inputs, targets } = &self.train;
        let (rows, classes) = (data.rows, self.loss.takes_classes());
        Some(Examples {
            input_shape: vec![rows, inputs.len() / rows],
            input: row_by_row(inputs, rows),
            target_shape: if classes { vec![rows] } else { vec![rows, self.train.target_rows()] },
            target: row_by_row(targets, rows),
            classes,
        })
    }

    fn blueprint(&self) -> Blueprint {
        let (modules, items) = self.network.in_torch();
        Blueprint::Network { modules, items, loss: self.loss.item() }
    }
}
