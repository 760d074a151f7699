//! A feed-forward network trained on inputs and targets, with the mean loss over the rows.

mod prepared;
mod rescaling;

use super::{
    Batch, Blueprint, CHUNK, Describe, Evaluate, Examples, Minimise, Observer, Rows, Train, Workspace, gather,
    show_bends,
};
use crate::datasets::score::{Set, class_probabilities};
use crate::datasets::{Data, Targets};
use crate::initializers::{AnyInitializer, Biases};
use crate::layout::Layout;
use crate::losses::{AnyLoss, Shape};
use crate::math::Real;
use crate::math::kernels::stride;
use crate::networks::Piece;
use crate::networks::mlp::{Mlp, Signals};
use crate::precisions::{LayerRounding, Storage};
use crate::readout::Readout;
use crate::texts::{Text, problems};
use prepared::Prepared;
use std::sync::OnceLock;

/// A network, its data and its loss.
pub struct Supervised<R: Real> {
    network: Mlp<R>,
    initializer: AnyInitializer,
    biases: Biases,
    loss: AnyLoss,
    reduction: Reduction,
    storage: Storage,
    /// Rows per pass through the network.
    rows_at_once: usize,
    train: Prepared<R>,
    /// The test set.
    test: Option<Prepared<R>>,
    /// [`Describe::constant_loss`], computed when it is first asked for.
    constant_loss: OnceLock<f64>,
}

/// How the rows' losses are reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Their mean.
    Mean,
    /// Their sum.
    Sum,
}

/// Most elements in the signals of one pass, for batches that must not be divided.
const MOST_NUMBERS: usize = 1 << 25;

/// The inputs of a pass.
#[derive(Clone, Copy)]
struct Pass<'a, R> {
    params: &'a [R],
    /// Running statistics to use in place of the batch's.
    running: Option<&'a [R]>,
    examples: &'a Prepared<R>,
    batch: Batch<'a>,
}

struct Buffers<R> {
    signals: Signals<R>,
    targets: Vec<R>,
    stride: usize,
}

/// Rows per pass through the network. Batch statistics are over the whole batch, unless its signals would need more
/// than [`MOST_NUMBERS`]: then over groups of as many rows as fit (E. Hoffer, I. Hubara, D. Soudry 2017, "ghost
/// batches").
fn rows_at_once<R: Real>(network: &Mlp<R>) -> usize {
    let fit = MOST_NUMBERS / network.numbers().max(1) / CHUNK * CHUNK;
    if network.couples_rows() { fit.max(CHUNK) } else { CHUNK }
}

impl<R: Real> Supervised<R> {
    /// The network on `data`, whose features and targets must fit its inputs and outputs.
    pub fn new(network: Mlp<R>, initializer: AnyInitializer, loss: AnyLoss, data: Data) -> Self {
        let train = Prepared::new(data, &loss, network.outputs());
        let (rows_at_once, storage, reduction) = (rows_at_once(&network), Storage::FULL, Reduction::Mean);
        let (biases, test, constant_loss) = (Biases::ZERO, None, OnceLock::new());
        Self { network, initializer, biases, loss, reduction, storage, rows_at_once, train, test, constant_loss }
    }

    /// With a test set of the same features and targets.
    pub fn with_test_set(mut self, test: Option<Data>) -> Self {
        self.test = test.map(|data| Prepared::new(data, &self.loss, self.network.outputs()));
        self
    }

    /// With other initial biases.
    pub fn with_biases(mut self, biases: Biases) -> Self {
        self.biases = biases;
        self
    }

    /// With another number format.
    pub fn with_storage(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self.network.store_in(storage.format);
        self
    }

    /// With another reduction.
    pub fn with_reduction(mut self, reduction: Reduction) -> Self {
        self.reduction = reduction;
        self
    }

    /// The weight of one row's (or element's) loss.
    fn scale(&self, rows: usize) -> R {
        match self.reduction {
            Reduction::Mean => R::of(1.0 / self.loss.terms(rows, self.network.outputs()) as f64),
            Reduction::Sum => R::ONE,
        }
    }

    /// Forward pass over one piece; returns its loss and leaves ∂L/∂(output) in the signals.
    fn piece(
        &self,
        Pass { params, running, examples, batch: Batch { rows, noise, .. } }: Pass<R>,
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        scale: R,
        observer: &mut dyn Observer<R>,
    ) -> R {
        // A short last piece has its own stride, so that sums do not depend on the size of the workspace.
        let stride = stride(columns).min(b.stride);
        let all = examples.data.rows;
        gather(&examples.inputs, all, rows, (first, columns), b.signals.input(), stride);
        gather(&examples.targets, all, rows, (first, columns), &mut b.targets, stride);
        let piece = Piece { columns, stride, first, rows: rows.numbers(), noise };
        self.network.forward(params, running, &mut b.signals, piece, observer);
        let shape = Shape { outputs: self.network.outputs(), columns, stride };
        let (output, slope) = b.signals.output_slope();
        let loss = self.loss.value_and_slope(output, &b.targets, shape, scale, slope);
        if observer.is_active() {
            show_bends(&self.loss, output, &b.targets, shape, observer);
        }
        loss
    }

    /// The loss, reduced over all rows of the pass.
    fn sum(&self, pass: Pass<R>, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        let buffers: &mut Buffers<R> = work.get();
        let count = pass.batch.rows.count(pass.examples.data.rows);
        let scale = self.scale(count);
        Rows::pieces(count, self.rows_at_once)
            .fold(R::ZERO, |sum, piece| sum + self.piece(pass, piece, buffers, scale, observer))
    }

    /// Forward pass of the trained network over columns of `inputs`, [features, n]; returns its stride.
    fn answer(
        &self,
        (params, running): (&[R], &[R]),
        inputs: &[f64],
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        observer: &mut dyn Observer<R>,
    ) -> usize {
        let stride = stride(columns).min(b.stride);
        let count = inputs.len() / self.train.data.features();
        for (from, to) in inputs.chunks_exact(count).zip(b.signals.input().chunks_exact_mut(stride)) {
            to.fill(R::ZERO);
            to.iter_mut().zip(&from[first..first + columns]).for_each(|(to, from)| *to = R::of(*from));
        }
        let piece = Piece { columns, stride, first, rows: None, noise: None };
        self.network.forward(params, Some(running), &mut b.signals, piece, observer);
        stride
    }

    /// The metric over one set.
    fn score(&self, pass: Pass<R>, set: Set, work: &mut Workspace) -> Readout {
        let buffers: &mut Buffers<R> = work.get();
        let mut score = pass.examples.data.score();
        for piece in Rows::pieces(pass.examples.data.rows, self.rows_at_once) {
            self.piece(pass, piece, buffers, R::ONE, &mut ());
            let stride = stride(piece.1).min(buffers.stride);
            score.add(buffers.signals.output(), self.network.outputs(), piece, stride);
        }
        score.readout(set)
    }
}

impl<R: Real> Describe for Supervised<R> {
    fn layout(&self) -> &Layout {
        self.network.layout()
    }

    fn rows(&self) -> usize {
        self.train.data.rows
    }

    fn test_rows(&self) -> usize {
        self.test.as_ref().map_or(0, |test| test.data.rows)
    }

    fn constant_loss(&self) -> Option<f64> {
        let (Data { rows, .. }, outputs) = (&self.train.data, self.network.outputs());
        let targets = || self.train.data.targets_for(&self.loss, outputs);
        let mean = *self.constant_loss.get_or_init(|| self.loss.of_best_constant(&targets(), outputs, *rows));
        (self.reduction == Reduction::Mean).then_some(mean)
    }

    fn is_noisy(&self) -> bool {
        self.network.is_noisy()
    }

    fn is_mean(&self) -> bool {
        self.reduction == Reduction::Mean && !self.network.couples_rows()
    }

    fn drawn_as(&self) -> Text {
        match (self.network.couples_rows(), self.network.is_noisy()) {
            (false, false) => "".into(),
            (true, false) => problems::batch_statistics(),
            (false, true) => problems::without_dropout(),
            (true, true) => problems::batch_statistics_without_dropout(),
        }
    }

    fn sets(&self) -> Option<(&Data, Option<&Data>)> {
        Some((&self.train.data, self.test.as_ref().map(|test| &test.data)))
    }

    fn examples(&self) -> Option<Examples> {
        Some(self.train.examples(self.loss.takes_classes()))
    }

    fn blueprint(&self) -> Blueprint {
        let (modules, items) = self.network.in_torch();
        Blueprint::Network { modules, items, loss: self.loss.item(), slope_weight: 0.0 }
    }
}

impl<R: Real> Train<R> for Supervised<R> {
    fn init(&self, seed: u64) -> Vec<R> {
        let drawn = self.initializer.draw(self.layout(), self.biases, seed);
        let mut params: Vec<R> = drawn.into_iter().map(R::of).collect();
        if self.initializer.needs_data() {
            self.rescale(&mut params);
        }
        params
    }

    fn workspace(&self, rows: usize) -> Workspace {
        let stride = stride(rows.min(self.rows_at_once));
        let signals = self.network.signals(stride);
        Workspace::new(Buffers { signals, targets: vec![R::ZERO; self.train.target_rows() * stride], stride })
    }

    fn storage(&self) -> Storage {
        self.storage
    }

    fn rounding<'a>(&self, work: &'a mut Workspace) -> &'a [LayerRounding] {
        work.get::<Buffers<R>>().signals.rounding()
    }

    fn update_running_stats(&self, running: &mut [R], work: &mut Workspace) {
        let buffers: &mut Buffers<R> = work.get();
        self.network.update_running_stats(&buffers.signals, running);
    }
}

impl<R: Real> Minimise<R> for Supervised<R> {
    fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        self.sum(Pass { params, running: None, examples: &self.train, batch }, work, observer)
    }

    fn evaluate(&self, params: &[R], running: &[R], rows: Rows, work: &mut Workspace) -> R {
        self.sum(Pass { params, running: Some(running), examples: &self.train, batch: rows.into() }, work, &mut ())
    }

    fn test_loss(&self, params: &[R], running: &[R], work: &mut Workspace) -> R {
        let running = Some(running);
        let over = |examples| self.sum(Pass { params, running, examples, batch: Rows::All.into() }, work, &mut ());
        self.test.as_ref().map_or(R::of(f64::NAN), over)
    }

    fn loss_on_test_rows(&self, params: &[R], rows: Rows, work: &mut Workspace) -> R {
        let over = |examples| self.sum(Pass { params, running: None, examples, batch: rows.into() }, work, &mut ());
        self.test.as_ref().map_or(R::of(f64::NAN), over)
    }

    fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let buffers: &mut Buffers<R> = work.get();
        gradient.fill(R::ZERO);
        buffers.signals.begin(batch.loss_scale);
        let pass = Pass { params, running: None, examples: &self.train, batch };
        let count = batch.rows.count(self.train.data.rows);
        let scale = self.scale(count);
        let mut loss = R::ZERO;
        for piece in Rows::pieces(count, self.rows_at_once) {
            loss += self.piece(pass, piece, buffers, scale, observer);
            let columns = piece.1;
            let stride = stride(columns).min(buffers.stride);
            self.network.backward(params, &mut buffers.signals, gradient, columns, stride, observer);
        }
        buffers.signals.store_gradient(gradient, self.layout());
        loss
    }
}

impl<R: Real> Evaluate<R> for Supervised<R> {
    fn readouts(&self, params: &[R], running: &[R], work: &mut Workspace) -> Vec<Readout> {
        let mut score = |examples, set| {
            let pass = Pass { params, running: Some(running), examples, batch: Rows::All.into() };
            self.score(pass, set, work)
        };
        match &self.test {
            None => vec![score(&self.train, Set::Whole)],
            Some(test) => vec![score(&self.train, Set::Train), score(test, Set::Test)],
        }
    }

    fn predict(&self, params: &[R], running: &[R], inputs: &[f64], work: &mut Workspace) -> Vec<f64> {
        let buffers: &mut Buffers<R> = work.get();
        let count = inputs.len() / self.train.data.features();
        let outputs = self.network.outputs();
        let mut raw = vec![0.0; outputs * count];
        for piece in Rows::pieces(count, CHUNK) {
            let stride = self.answer((params, running), inputs, piece, buffers, &mut ());
            let (first, columns) = piece;
            for (from, to) in buffers.signals.output().chunks_exact(stride).zip(raw.chunks_exact_mut(count)) {
                to[first..first + columns].iter_mut().zip(from).for_each(|(to, from)| *to = from.to_f64());
            }
        }
        match self.train.data.targets {
            Targets::Values { .. } => raw,
            Targets::Classes { .. } => class_probabilities(&self.loss, outputs, raw),
        }
    }

    fn observe_inputs(
        &self,
        params: &[R],
        running: &[R],
        inputs: &[f64],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) {
        let columns = (inputs.len() / self.train.data.features()).min(CHUNK);
        self.answer((params, running), inputs, (0, columns), work.get(), observer);
    }
}

#[cfg(test)]
mod tests;
