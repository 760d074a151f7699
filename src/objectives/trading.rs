//! An agent that learns to trade by REINFORCE (R. J. Williams 1992). Its policy is long with probability σ(network(x,
//! position)).
//!
//! The gradient is an estimate: −∇ log π(a_t) times the rewards that follow, summed over each episode and averaged over
//! the episodes of a step. It is unbiased; a baseline reduces its variance.

use super::hedging::normals;
use super::{
    Batch, Blueprint, CHUNK, ChartData, Describe, Evaluate, GradientKind, Minimise, Noise, Observer, Rows, Train,
    Workspace,
};
use crate::finance::reversion::{Reversion, Values, position};
use crate::initializers::{AnyInitializer, Biases};
use crate::layout::Layout;
use crate::math::Real;
use crate::math::kernels::stride;
use crate::math::random::Purpose;
use crate::networks::Piece;
use crate::networks::mlp::{Mlp, Signals};
use crate::readout::Readout;
use crate::texts::{Text, problems};

/// Inputs of the network: price and position.
pub const INPUTS: usize = 2;
/// No run reaches this step. Its noise gives the episodes for charts and metrics.
const EVALUATION_STEP: u64 = 1 << 52;
/// Episodes for charts and metrics.
const SHOWN: usize = 1024;

/// What is subtracted from the rewards that follow. It does not change the mean of the gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// Nothing.
    None,
    /// The mean return of the other episodes from the same step on.
    Mean,
    /// The value of the state under the best policy.
    Value,
}

/// Trading as a problem.
pub struct Trading<R: Real> {
    network: Mlp<R>,
    initializer: AnyInitializer,
    biases: Biases,
    market: Reversion,
    baseline: Baseline,
    episodes: usize,
    seed: u64,
    /// Values of the states under the best policy.
    best: Values,
    /// Mean return of the best policy on the evaluation episodes.
    optimum: f64,
}

struct Buffers<R> {
    /// Signals of the network, step by step.
    signals: Vec<Signals<R>>,
    /// [length][stride]: the price, whether long before, whether long now, the return from here on.
    price: Vec<Vec<f64>>,
    before: Vec<Vec<bool>>,
    long: Vec<Vec<bool>>,
    followed: Vec<Vec<f64>>,
    stride: usize,
}

impl<R: Real> Trading<R> {
    /// With other initial biases.
    pub fn with_biases(mut self, biases: Biases) -> Self {
        self.biases = biases;
        self
    }

    /// An agent trained on `episodes` episodes per step.
    pub fn new(
        network: Mlp<R>,
        initializer: AnyInitializer,
        market: Reversion,
        baseline: Baseline,
        episodes: usize,
        seed: u64,
    ) -> Self {
        let best = market.values(None);
        let biases = Biases::ZERO;
        let mut trading = Self { network, initializer, biases, market, baseline, episodes, seed, best, optimum: 0.0 };
        let noise = Noise { seed, step: EVALUATION_STEP };
        let worth = |number| {
            let (x, long) = trading.start(noise, number);
            trading.best.at(0, x, long)
        };
        trading.optimum = (0..SHOWN).map(worth).sum::<f64>() / SHOWN as f64;
        trading
    }

    fn words(&self, noise: Noise, number: usize, step: usize, second: bool) -> [u32; 4] {
        let counter = 2 * (number * (self.market.length + 1) + step) + usize::from(second);
        noise.words(Purpose::Paths, counter as u64)
    }

    /// Price and position at the beginning of an episode.
    fn start(&self, noise: Noise, number: usize) -> (f64, bool) {
        let words = self.words(noise, number, self.market.length, false);
        (normals(words)[0], self.words(noise, number, self.market.length, true)[0] >> 31 == 1)
    }

    /// Plays the episodes of a piece; returns the stride.
    fn play(
        &self,
        params: &[R],
        (rows, noise): (Rows, Noise),
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        observer: &mut dyn Observer<R>,
    ) -> usize {
        let stride = stride(columns).min(b.stride);
        let number = |column: usize| rows.row(first + column.min(columns - 1));
        let piece = Piece { columns, stride, first, rows: None, noise: None };
        for column in 0..stride {
            (b.price[0][column], b.before[0][column]) = self.start(noise, number(column));
        }
        for step in 0..self.market.length {
            let input = b.signals[step].input();
            for column in 0..stride {
                input[column] = R::of(b.price[step][column]);
                input[stride + column] = R::of(position(b.before[step][column]));
            }
            self.network.forward(params, None, &mut b.signals[step], piece, observer);
            for column in 0..stride {
                let p = b.signals[step].output()[column].sigmoid().to_f64();
                let [z, ..] = normals(self.words(noise, number(column), step, false));
                let draw = f64::from(self.words(noise, number(column), step, true)[0]) / 4_294_967_296.0;
                let (x, before, long) = (b.price[step][column], b.before[step][column], draw < p);
                let next = self.market.next(x, z);
                b.long[step][column] = long;
                b.followed[step][column] = position(long) * (next - x) - self.market.trading_cost(before, long);
                // A network whose output is NaN gets a NaN return.
                if p.is_nan() {
                    b.followed[step][column] = f64::NAN;
                }
                if step + 1 < self.market.length {
                    (b.price[step + 1][column], b.before[step + 1][column]) = (next, long);
                }
            }
        }
        for step in (1..self.market.length).rev() {
            let (before, after) = b.followed.split_at_mut(step);
            before[step - 1].iter_mut().zip(&after[0]).for_each(|(sum, reward)| *sum += reward);
        }
        stride
    }

    fn noise_of(&self, batch: Batch) -> Noise {
        batch.noise.unwrap_or(Noise { seed: self.seed, step: EVALUATION_STEP })
    }

    /// The baseline of a step.
    fn expected(&self, step: usize, column: usize, sum: f64, columns: usize, b: &Buffers<R>) -> f64 {
        match self.baseline {
            Baseline::Mean if columns > 1 => (sum - b.followed[step][column]) / (columns - 1) as f64,
            Baseline::None | Baseline::Mean => 0.0,
            Baseline::Value => self.best.at(step, b.price[step][column], b.before[step][column]),
        }
    }

    /// The probability of being long, by price and position.
    fn p_long(&self, params: &[R], prices: &[f64], long: bool, work: &mut Workspace) -> Vec<f64> {
        let b: &mut Buffers<R> = work.get();
        let mut out = Vec::with_capacity(prices.len());
        for (first, columns) in Rows::pieces(prices.len(), b.stride.min(CHUNK)) {
            let stride = stride(columns).min(b.stride);
            let input = b.signals[0].input();
            for column in 0..stride {
                input[column] = R::of(prices[first + column.min(columns - 1)]);
                input[stride + column] = R::of(position(long));
            }
            let piece = Piece { columns, stride, first, rows: None, noise: None };
            self.network.forward(params, None, &mut b.signals[0], piece, &mut ());
            out.extend(b.signals[0].output()[..columns].iter().map(|y| y.sigmoid().to_f64()));
        }
        out
    }
}

impl<R: Real> Describe for Trading<R> {
    fn layout(&self) -> &Layout {
        self.network.layout()
    }

    /// Every step draws new paths.
    fn is_noisy(&self) -> bool {
        true
    }

    fn rows(&self) -> usize {
        self.episodes
    }

    fn gradient_kind(&self) -> GradientKind {
        GradientKind::Estimate
    }

    fn drawn_as(&self) -> Text {
        problems::own_episodes()
    }

    fn blueprint(&self) -> Blueprint {
        Blueprint::Unwritten { why: problems::not_in_pytorch_episodes() }
    }
}

impl<R: Real> Train<R> for Trading<R> {
    fn init(&self, seed: u64) -> Vec<R> {
        self.initializer.draw(self.network.layout(), self.biases, seed).into_iter().map(R::of).collect()
    }

    fn workspace(&self, rows: usize) -> Workspace {
        let (stride, length) = (stride(rows.clamp(1, CHUNK)), self.market.length);
        Workspace::new(Buffers {
            signals: (0..length).map(|_| self.network.signals(stride)).collect::<Vec<Signals<R>>>(),
            price: vec![vec![0.0; stride]; length],
            before: vec![vec![false; stride]; length],
            long: vec![vec![false; stride]; length],
            followed: vec![vec![0.0; stride]; length],
            stride,
        })
    }
}

impl<R: Real> Minimise<R> for Trading<R> {
    fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        let b: &mut Buffers<R> = work.get();
        let count = batch.rows.count(self.episodes);
        let mut reward = 0.0;
        for piece in Rows::pieces(count, CHUNK) {
            self.play(params, (batch.rows, self.noise_of(batch)), piece, b, observer);
            reward += b.followed[0][..piece.1].iter().sum::<f64>();
        }
        R::of(-reward / count as f64)
    }

    fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let b: &mut Buffers<R> = work.get();
        gradient.fill(R::ZERO);
        let count = batch.rows.count(self.episodes);
        let mut reward = 0.0;
        for (first, columns) in Rows::pieces(count, CHUNK) {
            let stride = self.play(params, (batch.rows, self.noise_of(batch)), (first, columns), b, observer);
            reward += b.followed[0][..columns].iter().sum::<f64>();
            for step in (0..self.market.length).rev() {
                let sum: f64 = b.followed[step][..columns].iter().sum();
                for column in 0..stride {
                    let gain = b.followed[step][column] - self.expected(step, column, sum, columns, b);
                    let (output, slope) = b.signals[step].output_slope();
                    let p = output[column].sigmoid();
                    let score = if b.long[step][column] { R::ONE - p } else { -p };
                    let weight = if column < columns { -gain / count as f64 } else { 0.0 };
                    slope[column] = R::of(weight) * score;
                }
                self.network.backward(params, &mut b.signals[step], gradient, columns, stride, observer);
            }
        }
        R::of(-reward / count as f64)
    }
}

impl<R: Real> Evaluate<R> for Trading<R> {
    fn readouts(&self, params: &[R], _: &[R], work: &mut Workspace) -> Vec<Readout> {
        let noise = Noise { seed: self.seed, step: EVALUATION_STEP };
        let b: &mut Buffers<R> = work.get();
        let mut reward = 0.0;
        for piece in Rows::pieces(SHOWN, b.stride.min(CHUNK)) {
            self.play(params, (Rows::All, noise), piece, b, &mut ());
            reward += b.followed[0][..piece.1].iter().sum::<f64>();
        }
        vec![
            Readout { label: "Reward", value: reward / SHOWN as f64, unit: "per episode" },
            Readout { label: "Best policy", value: self.optimum, unit: "per episode" },
        ]
    }

    fn chart_data(&self, params: &[R], _: &[R], work: &mut Workspace) -> Option<ChartData> {
        let price: Vec<f64> = (0..121).map(|k| f64::from(k) / 20.0 - 3.0).collect();
        let p_long = [false, true].map(|long| self.p_long(params, &price, long, work));
        let middle = self.market.length / 2;
        let thresholds = [false, true].map(|long| self.best.threshold(middle, long));
        Some(ChartData::Policy { price, p_long, thresholds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Settings;

    /// Compares the mean of many estimates with differences of the expected reward from dynamic programming.
    #[test]
    fn the_mean_of_the_estimates_is_the_slope_of_the_expected_reward() {
        let market = Reversion { pull: 0.4, cost: 0.1, length: 3 };
        let params = [-0.8, 0.5, 0.2];
        let expected = |params: &[f64]| {
            let policy = |x: f64, long: bool| (params[0] * x + params[1] * position(long) + params[2]).sigmoid();
            let values = market.values(Some(&policy));
            let places = || (-60..=60).map(|k| f64::from(k) / 12.0);
            let weight: f64 = places().map(crate::finance::normal::density).sum();
            let worth = |x: f64| 0.5 * (values.at(0, x, false) + values.at(0, x, true));
            places().map(|x| crate::finance::normal::density(x) * worth(x)).sum::<f64>() / weight
        };
        let settings = Settings::parse("hidden_layers=0").0;
        for baseline in [Baseline::None, Baseline::Mean, Baseline::Value] {
            let network = Mlp::<f64>::dense(INPUTS, &crate::networks::mlp::Hidden::of(&settings), 1);
            let trading = Trading::new(network, AnyInitializer::build(&settings), market, baseline, 128, 1);
            let mut work = trading.workspace(128);
            let (mut sum, mut squares, mut gradient) = ([0.0; 3], [0.0; 3], vec![0.0; 3]);
            let batches = 400;
            for step in 0..batches {
                let batch = Batch { rows: Rows::All, noise: Some(Noise { seed: 3, step }), loss_scale: 1.0 };
                trading.gradient(&params, batch, &mut gradient, &mut work, &mut ());
                for k in 0..3 {
                    sum[k] += gradient[k];
                    squares[k] += gradient[k] * gradient[k];
                }
            }
            for k in 0..3 {
                let n = batches as f64;
                let (mean, error) = (sum[k] / n, ((squares[k] / n - (sum[k] / n) * (sum[k] / n)) / n).sqrt());
                let at = |by: f64| {
                    let mut moved = params;
                    moved[k] += by;
                    expected(&moved)
                };
                let want = -(at(1e-3) - at(-1e-3)) / 2e-3;
                assert!((mean - want).abs() < 4.0 * error + 1e-3, "{baseline:?} {k}: {mean} ± {error}, {want}");
            }
        }
    }
}
