//! A recurrent network on sequences, with back-propagation through time.

use super::{
    Batch, Blueprint, CHUNK, ChartData, Describe, Evaluate, Examples, GradientKind, Minimise, Observer, Rows, Train,
    Workspace, gather, row_by_row, show_bends,
};
use crate::datasets::Targets;
use crate::datasets::score::Set;
use crate::datasets::sequences::SequenceData;
use crate::initializers::recurrences::AnyRecurrence;
use crate::initializers::{AnyInitializer, Biases};
use crate::layout::{Layout, Role};
use crate::losses::{AnyLoss, Shape};
use crate::math::Real;
use crate::math::kernels::{LANES, stride};
use crate::math::random::{Purpose, Stream};
use crate::networks::recurrent::{Recurrent, Signals};
use crate::readout::Readout;
use std::sync::OnceLock;

/// A recurrent network, its sequences and its loss: the mean over sequences and over the steps that the loss reads.
pub struct Sequences<R: Real> {
    network: Recurrent,
    initializer: AnyInitializer,
    biases: Biases,
    recurrence: AnyRecurrence,
    loss: AnyLoss,
    train: Prepared<R>,
    /// The test set.
    test: Option<Prepared<R>>,
    /// h_0 of every layer, then c_0 of every layer that has one, each [hidden, rows]; empty for zeros.
    start: Vec<Vec<R>>,
    /// [`Describe::constant_loss`], computed when it is first asked for.
    constant_loss: OnceLock<f64>,
}

/// Sequences in the layout that the network and its loss need.
struct Prepared<R> {
    data: SequenceData,
    /// x_1 … x_T, each [features, rows]
    inputs: Vec<Vec<R>>,
    /// Targets at the steps that the loss reads, each [target rows, rows]
    targets: Vec<Vec<R>>,
}

struct Buffers<R> {
    signals: Signals<R>,
    targets: Vec<R>,
    stride: usize,
}

/// Most elements in the signals of one piece, so that long sequences are processed a few at a time.
const MOST_NUMBERS: usize = 1 << 23;

/// Sequences over which the dependence of outputs on inputs is averaged.
const DEPENDENCE_ROWS: usize = 64;

impl<R: Real> Sequences<R> {
    /// The network on `data`, from a zero state.
    pub fn new(network: Recurrent, initializer: AnyInitializer, loss: AnyLoss, data: SequenceData) -> Self {
        let train = Prepared::new(data, &loss, network.outputs());
        let recurrence = AnyRecurrence::named("same", &Default::default());
        let (biases, test, start, constant_loss) = (Biases::ZERO, None, Vec::new(), OnceLock::new());
        Self { network, initializer, biases, recurrence, loss, train, test, start, constant_loss }
    }

    /// With a test set.
    pub fn with_test_set(mut self, test: Option<SequenceData>) -> Self {
        self.test = test.map(|data| Prepared::new(data, &self.loss, self.network.outputs()));
        self
    }

    /// With other initial biases.
    pub fn with_biases(mut self, biases: Biases) -> Self {
        self.biases = biases;
        self
    }

    /// With another initializer for recurrent matrices.
    pub fn with_recurrence(mut self, recurrence: AnyRecurrence) -> Self {
        self.recurrence = recurrence;
        self
    }

    /// From another initial state: h_0 of every layer, then c_0 of every layer that has one, each [hidden, rows].
    pub fn with_initial_state(mut self, start: &[Vec<f64>]) -> Self {
        self.start = start.iter().map(|state| state.iter().map(|v| R::of(*v)).collect()).collect();
        self
    }

    fn scale(&self, rows: usize, of: &Prepared<R>) -> R {
        R::of(1.0 / self.loss.terms(rows * of.targets.len(), self.network.outputs()) as f64)
    }

    /// Rows per pass through the network.
    fn rows_at_once(&self) -> usize {
        let fit = MOST_NUMBERS / self.network.numbers(self.train.inputs.len()).max(1) / (2 * LANES) * (2 * LANES);
        fit.clamp(2 * LANES, CHUNK)
    }

    /// Forward pass over one piece of `of`.
    fn outputs(
        &self,
        (params, of): (&[R], &Prepared<R>),
        rows: Rows,
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        observer: &mut dyn Observer<R>,
    ) -> usize {
        let stride = stride(columns).min(b.stride);
        let all = of.data.rows;
        let take = |source: &[R], to: &mut [R]| {
            gather(source, all, rows, (first, columns), &mut to[..source.len() / all * stride], stride);
        };
        of.inputs.iter().zip(&mut b.signals.x).for_each(|(source, x)| take(source, x));
        let layers = &mut b.signals.layers;
        let (h, c) = self.start.split_at(self.start.len().min(layers.len()));
        layers.iter_mut().zip(h).for_each(|(layer, source)| take(source, &mut layer.h[0]));
        layers.iter_mut().zip(c).for_each(|(layer, source)| take(source, &mut layer.c[0]));
        self.network.forward(params, &mut b.signals, columns, stride, observer);
        stride
    }

    /// Forward pass over one piece; returns its loss and leaves ∂L/∂(output) in the signals.
    fn piece(
        &self,
        from: (&[R], &Prepared<R>),
        rows: Rows,
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        scale: R,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let stride = self.outputs(from, rows, (first, columns), b, observer);
        let (of, all) = (from.1, from.1.data.rows);
        let shape = Shape { outputs: self.network.outputs(), columns, stride };
        let mut loss = R::ZERO;
        for (k, target) in of.targets.iter().enumerate() {
            let size = target.len() / all * stride;
            gather(target, all, rows, (first, columns), &mut b.targets[..size], stride);
            loss += self.loss.value_and_slope(&b.signals.y[k], &b.targets, shape, scale, &mut b.signals.dy[k]);
            if observer.is_active() {
                show_bends(&self.loss, &b.signals.y[k], &b.targets, shape, observer);
            }
        }
        loss
    }

    /// Mean of the loss.
    fn mean_loss(
        &self,
        from: (&[R], &Prepared<R>),
        rows: Rows,
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let buffers: &mut Buffers<R> = work.get();
        let count = rows.count(from.1.data.rows);
        let scale = self.scale(count, from.1);
        Rows::pieces(count, self.rows_at_once())
            .fold(R::ZERO, |sum, piece| sum + self.piece(from, rows, piece, buffers, scale, observer))
    }

    /// The metric over one set.
    fn score(&self, params: &[R], of: &Prepared<R>, set: Set, work: &mut Workspace) -> Readout {
        let buffers: &mut Buffers<R> = work.get();
        let mut score = of.data.score();
        for (first, columns) in Rows::pieces(of.data.rows, self.rows_at_once()) {
            let stride = self.outputs((params, of), Rows::All, (first, columns), buffers, &mut ());
            for (k, y) in buffers.signals.y.iter().enumerate() {
                score.add(y, self.network.outputs(), (k * of.data.rows + first, columns), stride);
            }
        }
        score.readout(set)
    }

    /// The test set, or the training set if there is none.
    fn evaluation_set(&self) -> &Prepared<R> {
        self.test.as_ref().unwrap_or(&self.train)
    }

    /// The network's forecasts over all of `of` in natural units: the first output of the last step.
    fn forecasts(&self, params: &[R], of: &Prepared<R>, (mean, scale): (f64, f64), work: &mut Workspace) -> Vec<f64> {
        let buffers: &mut Buffers<R> = work.get();
        let mut forecast = Vec::with_capacity(of.data.rows);
        for (first, columns) in Rows::pieces(of.data.rows, self.rows_at_once()) {
            self.outputs((params, of), Rows::All, (first, columns), buffers, &mut ());
            let last = buffers.signals.y.last().map_or(&[][..], |y| &y[..columns]);
            forecast.extend(last.iter().map(|y| mean + scale * y.to_f64()));
        }
        forecast
    }
}

impl<R: Real> Prepared<R> {
    fn new(data: SequenceData, loss: &AnyLoss, outputs: usize) -> Self {
        let convert = |values: &[f64]| values.iter().map(|v| R::of(*v)).collect::<Vec<R>>();
        let inputs = data.inputs.iter().map(|step| convert(step)).collect();
        let (all, rows) = (data.targets.encoded(loss, outputs), data.rows);
        // [target rows, reads · rows] to [target rows, rows] for each reading.
        let of = |read: usize| all.chunks_exact(data.reads * rows).flat_map(move |row| &row[read * rows..][..rows]);
        let targets = (0..data.reads).map(|read| of(read).map(|v| R::of(*v)).collect()).collect();
        Self { data, inputs, targets }
    }
}

impl<R: Real> Describe for Sequences<R> {
    fn layout(&self) -> &Layout {
        self.network.layout()
    }

    fn rows(&self) -> usize {
        self.train.data.rows
    }

    fn test_rows(&self) -> usize {
        self.test.as_ref().map_or(0, |test| test.data.rows)
    }

    fn gradient_kind(&self) -> GradientKind {
        let every = self.network.truncate();
        if every == 0 || every >= self.train.inputs.len() { GradientKind::Exact } else { GradientKind::Truncated }
    }

    fn examples(&self) -> Option<Examples> {
        let Prepared { data, inputs, targets } = &self.train;
        let (rows, length, reads) = (data.rows, inputs.len(), targets.len());
        let classes = self.loss.takes_classes();
        let mut target_shape = if classes { vec![rows] } else { vec![rows, targets[0].len() / rows] };
        if reads > 1 {
            target_shape.insert(0, reads);
        }
        Some(Examples {
            input_shape: vec![length, rows, data.features()],
            input: inputs.iter().flat_map(|step| row_by_row(step, rows)).collect(),
            target_shape,
            target: targets.iter().flat_map(|step| row_by_row(step, rows)).collect(),
            classes,
            slopes: Vec::new(),
        })
    }

    fn blueprint(&self) -> Blueprint {
        Blueprint::Recurrent {
            cell: self.network.cell().clone(),
            inputs: self.train.data.features(),
            hidden: self.network.hidden(),
            layers: self.network.layers(),
            outputs: self.network.outputs(),
            reads: self.train.targets.len(),
            truncate: self.network.truncate(),
            loss: self.loss.item(),
        }
    }

    fn constant_loss(&self) -> Option<f64> {
        let (data, outputs) = (&self.train.data, self.network.outputs());
        let rows = data.reads * data.rows;
        let best = || self.loss.of_best_constant(&data.targets.encoded(&self.loss, outputs), outputs, rows);
        Some(*self.constant_loss.get_or_init(best))
    }

    fn day(&self, row: usize) -> Option<f64> {
        self.train.data.forecast_info.as_ref()?.year.get(row).copied()
    }

    fn is_mean(&self) -> bool {
        true
    }

    fn is_streamed(&self) -> bool {
        self.train.data.regimes.is_some()
    }

    fn length(&self) -> Option<usize> {
        Some(self.train.inputs.len())
    }
}

impl<R: Real> Train<R> for Sequences<R> {
    fn init(&self, seed: u64) -> Vec<R> {
        let mut params = drawn(&self.network, &self.initializer, &self.recurrence, seed);
        self.biases.add(self.layout(), seed, &mut params);
        params.into_iter().map(R::of).collect()
    }

    fn workspace(&self, rows: usize) -> Workspace {
        let stride = stride(rows.min(self.rows_at_once()));
        let signals = self.network.signals(self.train.inputs.len(), self.train.targets.len(), stride);
        let targets = self.train.targets[0].len() / self.train.data.rows * stride;
        Workspace::new(Buffers::<R> { signals, targets: vec![R::ZERO; targets], stride })
    }
}

impl<R: Real> Minimise<R> for Sequences<R> {
    fn forward(
        &self,
        params: &[R],
        Batch { rows, .. }: Batch,
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        self.mean_loss((params, &self.train), rows, work, observer)
    }

    fn test_loss(&self, params: &[R], _: &[R], work: &mut Workspace) -> R {
        let over = |test| self.mean_loss((params, test), Rows::All, work, &mut ());
        self.test.as_ref().map_or(R::of(f64::NAN), over)
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
        let scale = self.scale(count, &self.train);
        let mut loss = R::ZERO;
        for piece in Rows::pieces(count, self.rows_at_once()) {
            loss += self.piece((params, &self.train), rows, piece, buffers, scale, observer);
            let stride = stride(piece.1).min(buffers.stride);
            self.network.backward(params, &mut buffers.signals, gradient, piece.1, stride, observer);
        }
        loss
    }
}

impl<R: Real> Evaluate<R> for Sequences<R> {
    fn readouts(&self, params: &[R], _: &[R], work: &mut Workspace) -> Vec<Readout> {
        let mut readouts = match &self.test {
            None => vec![self.score(params, &self.train, Set::Whole, work)],
            Some(test) => {
                vec![self.score(params, &self.train, Set::Train, work), self.score(params, test, Set::Test, work)]
            }
        };
        readouts.extend(self.evaluation_set().data.rule_errors());
        if self.train.data.regimes.is_some() {
            let forecast = self.forecasts(params, &self.train, (0.0, 1.0), work);
            readouts.extend(self.train.data.regime_errors(&forecast));
        }
        readouts
    }

    fn chart_data(&self, params: &[R], _: &[R], work: &mut Workspace) -> Option<ChartData> {
        if let Some(regimes) = &self.train.data.regimes {
            return Some(ChartData::Regimes(regimes.clone()));
        }
        let of = self.evaluation_set();
        let (Some(forecast_info), Targets::Values { scale, unit, .. }) = (&of.data.forecast_info, &of.data.targets)
        else {
            return None;
        };
        Some(ChartData::Forecast {
            what: forecast_info.what,
            unit,
            year: forecast_info.year.clone(),
            truth: of.data.truth(),
            forecast: self.forecasts(params, of, (forecast_info.mean, *scale), work),
            rules: forecast_info.rules.clone(),
            tested: self.test.is_some(),
        })
    }

    fn dependence(&self, params: &[R]) -> Vec<f64> {
        let of = &self.train;
        let (length, outputs) = (of.inputs.len(), self.network.outputs());
        let rows = of.data.rows.min(DEPENDENCE_ROWS).min(self.rows_at_once());
        let stride = stride(rows);
        let signals = self.network.signals(length, 1, stride).with_inputs();
        let mut buffers = Buffers { signals, targets: Vec::new(), stride };
        self.outputs((params, of), Rows::All, (0, rows), &mut buffers, &mut ());
        let mut scratch = vec![R::ZERO; params.len()];
        let mut squares = vec![0.0; length];
        for output in 0..outputs {
            let dy = &mut buffers.signals.dy[0];
            dy.fill(R::ZERO);
            dy[output * stride..][..rows].fill(R::ONE);
            self.network.backward_through(params, &mut buffers.signals, &mut scratch, (rows, stride), 0, &mut ());
            for (sum, dx) in squares.iter_mut().zip(&buffers.signals.dx) {
                *sum += dx.iter().map(|d| d.to_f64() * d.to_f64()).sum::<f64>();
            }
        }
        squares.iter().map(|sum| (sum / rows as f64).sqrt()).collect()
    }
}
/// Random initial parameters: each matrix, with a separate one for every gate, from the stream of its tensor.
fn drawn(network: &Recurrent, initializer: &AnyInitializer, recurrence: &AnyRecurrence, seed: u64) -> Vec<f64> {
    let layout = network.layout();
    let mut params = vec![0.0; layout.len()];
    for (k, tensor) in layout.tensors.iter().enumerate() {
        let (rows, columns) = match (tensor.role, &tensor.shape[..]) {
            // Each gate has a matrix of its own.
            (Role::Weight | Role::Recurrent, [rows, columns]) if tensor.layer < network.layers() => {
                (network.hidden().min(*rows), *columns)
            }
            (Role::Weight, [rows, columns]) => (*rows, *columns),
            _ => continue,
        };
        let mut random = Stream::new(seed, Purpose::Initialization, k as u32);
        for matrix in params[tensor.range.clone()].chunks_exact_mut(rows * columns) {
            if tensor.role == Role::Recurrent {
                recurrence.fill(initializer, columns, &mut random, matrix);
            } else {
                initializer.fill(rows, columns, &mut random, matrix);
            }
        }
    }
    network.set_biases(&mut params);
    params
}
