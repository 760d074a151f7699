//! Deep hedging (H. Buehler, L. Gonon, J. Teichmann, B. Wood, "Deep Hedging", Quantitative Finance 19, 2019): at each
//! date, a network decides how much of the asset to hold against a sold call, and pays for every change.
//!
//! The gradient is the exact pathwise gradient of the simulated paths. Each step draws new paths from (seed, step).
//! Charts and metrics always use the same paths.

use super::{
    Batch, Blueprint, CHUNK, ChartData, Describe, Evaluate, Minimise, Noise, Observer, Rows, Train, Workspace,
};
use crate::finance::black_scholes::Contract;
use crate::finance::risk;
use crate::initializers::{AnyInitializer, Biases};
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::math::kernels::stride;
use crate::math::random::Purpose;
use crate::networks::Piece;
use crate::networks::mlp::{Mlp, Signals};
use crate::readout::Readout;
use crate::texts::{Text, problems};

/// Inputs of the network: moneyness in standard deviations of the remaining time, the share of time left, the present
/// holding.
pub const INPUTS: usize = 3;
/// Prices are in per cent of the asset's initial price.
const SPOT: f64 = 100.0;
/// The CVaR level of the metrics.
pub const LEVEL: f64 = 0.95;
/// No run reaches this step. Its noise gives the paths for charts and metrics.
const EVALUATION_STEP: u64 = 1 << 52;
/// Moneyness is clamped to this many standard deviations.
const FAR: f64 = 6.0;

/// The market: the sold call and the trading costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Market {
    /// Volatility, 1 for 100 % a year.
    pub volatility: f64,
    /// Years to maturity; the strike is the initial price.
    pub maturity: f64,
    /// Number of hedging dates.
    pub dates: usize,
    /// Trading cost as a share of the traded value.
    pub cost: f64,
}

/// The risk measure to minimise, an optimised certainty equivalent: w + E ℓ(loss − w), with w learned along with the
/// network (A. Ben-Tal, M. Teboulle 2007).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Risk {
    /// Mean and variance, ℓ(x) = x + a x²/2.
    Variance(f64),
    /// The mean of the worst 1 − α, ℓ(x) = max(x, 0) / (1 − α).
    Cvar(f64),
    /// Entropic, ℓ(x) = (e^(a x) − 1) / a.
    Entropic(f64),
}

impl Risk {
    /// Whether ℓ has a kink at 0.
    fn bends(self) -> bool {
        matches!(self, Risk::Cvar(_))
    }

    /// ℓ and its slope.
    fn of<R: Real>(self, x: R) -> (R, R) {
        match self {
            Risk::Variance(a) => {
                let a = R::of(a);
                (x + R::of(0.5) * a * x * x, R::ONE + a * x)
            }
            Risk::Cvar(level) => {
                let factor = R::of(1.0 / (1.0 - level));
                (factor * x.max(R::ZERO), if x > R::ZERO { factor } else { R::ZERO })
            }
            Risk::Entropic(a) => {
                let grown = (R::of(a) * x).exp();
                ((grown - R::ONE) / R::of(a), grown)
            }
        }
    }
}

/// Deep hedging as a problem.
pub struct Hedging<R: Real> {
    network: Mlp<R>,
    initializer: AnyInitializer,
    biases: Biases,
    layout: Layout,
    /// Position of w in the parameters.
    level: usize,
    market: Market,
    risk: Risk,
    /// Paths per training step.
    paths: usize,
    /// Paths for charts and metrics.
    shown: usize,
    seed: u64,
    /// Price of the sold call.
    premium: f64,
    /// Gains of the delta hedge on the evaluation paths.
    baseline: Vec<f64>,
}

struct Buffers<R> {
    /// Signals of the network, date by date.
    signals: Vec<Signals<R>>,
    /// Prices, date by date [dates + 1][stride].
    spot: Vec<Vec<R>>,
    /// Holdings from each date on, [dates][stride].
    held: Vec<Vec<R>>,
    /// Gains of each path, [stride].
    gains: Vec<R>,
    /// ∂L/∂(holding), from the next date.
    carry: Vec<R>,
    stride: usize,
}

impl<R: Real> Hedging<R> {
    /// A hedger trained on `paths` paths per step.
    pub fn new(
        network: Mlp<R>,
        initializer: AnyInitializer,
        market: Market,
        risk: Risk,
        (paths, shown): (usize, usize),
        seed: u64,
    ) -> Self {
        let network = network.with_input_slopes();
        let mut layout = network.layout().clone();
        layout.begin_layer("level".into());
        let level = layout.add("level".into(), &[1, 1], Role::Point).start;
        let premium = Contract::without_rates(SPOT, SPOT, market.maturity, market.volatility).call();
        let mut hedging = Self {
            network,
            initializer,
            biases: Biases::ZERO,
            layout,
            level,
            market,
            risk,
            paths,
            shown,
            seed,
            premium,
            baseline: vec![],
        };
        hedging.baseline = hedging.delta_hedge();
        hedging
    }

    /// With other initial biases.
    pub fn with_biases(mut self, biases: Biases) -> Self {
        self.biases = biases;
        self
    }

    /// Standard deviation of the log return between two dates.
    fn deviation(&self) -> f64 {
        self.market.volatility * (self.market.maturity / self.market.dates as f64).sqrt()
    }

    /// Simulates path number `number` of `noise`; calls `see` with each date and price.
    fn path(&self, noise: Noise, number: usize, mut see: impl FnMut(usize, f64)) {
        let (deviation, dates) = (self.deviation(), self.market.dates);
        let mut log = 0.0;
        see(0, SPOT);
        for pair in 0..dates.div_ceil(2) {
            let words = noise.words(Purpose::Paths, (number * dates.div_ceil(2) + pair) as u64);
            for (k, z) in normals(words).into_iter().enumerate() {
                let date = 2 * pair + k + 1;
                if date <= dates {
                    log += deviation * z - 0.5 * deviation * deviation;
                    see(date, SPOT * libm::exp(log));
                }
            }
        }
    }

    fn noise_of(&self, batch: Batch) -> Noise {
        batch.noise.unwrap_or(Noise { seed: self.seed, step: EVALUATION_STEP })
    }

    /// Share of time left at a date.
    fn left(&self, date: usize) -> f64 {
        1.0 - date as f64 / self.market.dates as f64
    }

    /// ln(S/K) in standard deviations of the remaining time.
    fn moneyness<T: Real>(&self, spot: T, date: usize) -> T {
        let scale = self.market.volatility * (self.market.maturity * self.left(date)).sqrt();
        let far = T::of(FAR);
        ((spot / T::of(SPOT)).ln() / T::of(scale)).max(-far).min(far)
    }

    /// Black and Scholes' delta at a date.
    fn delta(&self, spot: f64, date: usize) -> f64 {
        Contract::without_rates(spot, SPOT, self.market.maturity * self.left(date), self.market.volatility).delta()
    }

    /// Gains of the delta hedge on the evaluation paths.
    fn delta_hedge(&self) -> Vec<f64> {
        let noise = Noise { seed: self.seed, step: EVALUATION_STEP };
        let gains = |number| {
            let (mut gain, mut held, mut before) = (self.premium, 0.0, SPOT);
            self.path(noise, number, |date, spot| {
                gain += held * (spot - before);
                before = spot;
                let next = if date < self.market.dates { self.delta(spot, date) } else { 0.0 };
                gain -= self.market.cost * spot * f64::abs(next - held);
                held = next;
            });
            gain - (before - SPOT).max(0.0)
        };
        (0..self.shown).map(gains).collect()
    }

    /// Simulates a piece of paths and leaves their gains in the buffers.
    fn forward_piece(
        &self,
        params: &[R],
        batch: Batch,
        (first, columns): (usize, usize),
        b: &mut Buffers<R>,
        observer: &mut dyn Observer<R>,
    ) -> usize {
        let stride = stride(columns).min(b.stride);
        let noise = self.noise_of(batch);
        let (dates, cost) = (self.market.dates, R::of(self.market.cost));
        for column in 0..stride {
            // Padding repeats the last path.
            let number = batch.rows.row(first + column.min(columns - 1));
            self.path(noise, number, |date, spot| b.spot[date][column] = R::of(spot));
        }
        b.gains[..stride].fill(R::of(self.premium));
        let observed = observer.is_active();
        let piece = Piece { columns, stride, first, rows: None, noise: None };
        for date in 0..dates {
            let (before, now) = b.held.split_at_mut(date);
            let input = b.signals[date].input();
            for column in 0..stride {
                input[column] = self.moneyness(b.spot[date][column], date);
                input[stride + column] = R::of(self.left(date));
                input[2 * stride + column] = before.last().map_or(R::ZERO, |held| held[column]);
            }
            self.network.forward(params, None, &mut b.signals[date], piece, observer);
            for column in 0..stride {
                let held = b.signals[date].output()[column].sigmoid();
                let last = before.last().map_or(R::ZERO, |held| held[column]);
                now[0][column] = held;
                if observed && column < columns && self.market.cost > 0.0 {
                    observer.bend(held - last, &[0.0]);
                }
                let (spot, next) = (b.spot[date][column], b.spot[date + 1][column]);
                b.gains[column] += held * (next - spot) - cost * spot * (held - last).abs();
            }
        }
        for column in 0..stride {
            let (spot, held) = (b.spot[dates][column], b.held[dates - 1][column]);
            b.gains[column] += -cost * spot * held.abs() - (spot - R::of(SPOT)).max(R::ZERO);
        }
        stride
    }

    /// Mean of w + ℓ(loss − w) over a piece, and its derivative by w. Overwrites the gains with the derivatives by
    /// them.
    fn risk_piece(
        &self,
        params: &[R],
        (columns, stride): (usize, usize),
        scale: R,
        b: &mut Buffers<R>,
        observer: &mut dyn Observer<R>,
    ) -> (R, R) {
        let level = params[self.level];
        if observer.is_active() && self.risk.bends() {
            b.gains[..columns].iter().for_each(|gain| observer.bend(-*gain - level, &[0.0]));
        }
        let (mut loss, mut by_level) = (R::ZERO, R::ZERO);
        for column in 0..stride {
            let (value, slope) = self.risk.of(-b.gains[column] - level);
            if column < columns {
                loss += scale * (level + value);
                by_level += scale * (R::ONE - slope);
                b.gains[column] = -scale * slope;
            } else {
                b.gains[column] = R::ZERO;
            }
        }
        (loss, by_level)
    }

    /// Gains of the network on the evaluation paths.
    fn gains(&self, params: &[R], work: &mut Workspace) -> Vec<f64> {
        let b: &mut Buffers<R> = work.get();
        let batch = Rows::All.into();
        let mut gains = Vec::with_capacity(self.shown);
        for (first, columns) in Rows::pieces(self.shown, b.stride.min(CHUNK)) {
            self.forward_piece(params, batch, (first, columns), b, &mut ());
            gains.extend(b.gains[..columns].iter().map(|gain| gain.to_f64()));
        }
        gains
    }

    /// Holdings of the network at a date, by price, if it held `before`.
    fn ratios(
        &self,
        params: &[R],
        date: usize,
        spots: &[f64],
        before: &dyn Fn(usize) -> f64,
        work: &mut Workspace,
    ) -> Vec<f64> {
        let b: &mut Buffers<R> = work.get();
        let mut held = Vec::with_capacity(spots.len());
        for (first, columns) in Rows::pieces(spots.len(), b.stride.min(CHUNK)) {
            let stride = stride(columns).min(b.stride);
            let input = b.signals[0].input();
            for column in 0..stride {
                let n = first + column.min(columns - 1);
                input[column] = R::of(self.moneyness(spots[n], date));
                input[stride + column] = R::of(self.left(date));
                input[2 * stride + column] = R::of(before(n));
            }
            let piece = Piece { columns, stride, first, rows: None, noise: None };
            self.network.forward(params, None, &mut b.signals[0], piece, &mut ());
            held.extend(b.signals[0].output()[..columns].iter().map(|y| y.sigmoid().to_f64()));
        }
        held
    }
}

/// Two normal draws from 128 random bits (G. E. P. Box, M. E. Muller 1958).
pub fn normals(words: [u32; 4]) -> [f64; 2] {
    let uniform = |high: u32, low: u32| (f64::from(high) + f64::from(low) / 4_294_967_296.0) / 4_294_967_296.0;
    let radius = (-2.0 * libm::log(1.0 - uniform(words[0], words[1] & !0x7FF))).sqrt();
    let angle = std::f64::consts::TAU * uniform(words[2], words[3]);
    [radius * libm::cos(angle), radius * libm::sin(angle)]
}

impl<R: Real> Describe for Hedging<R> {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Every step draws new paths.
    fn is_noisy(&self) -> bool {
        true
    }

    fn rows(&self) -> usize {
        self.paths
    }

    fn drawn_as(&self) -> Text {
        problems::own_paths()
    }

    fn blueprint(&self) -> Blueprint {
        Blueprint::Unwritten { why: problems::not_in_pytorch_paths() }
    }
}

impl<R: Real> Train<R> for Hedging<R> {
    fn init(&self, seed: u64) -> Vec<R> {
        self.initializer.draw(&self.layout, self.biases, seed).into_iter().map(R::of).collect()
    }

    fn workspace(&self, rows: usize) -> Workspace {
        let (stride, dates) = (stride(rows.clamp(1, CHUNK)), self.market.dates);
        let room = |count: usize| vec![vec![R::ZERO; stride]; count];
        Workspace::new(Buffers {
            signals: (0..dates).map(|_| self.network.signals(stride)).collect(),
            spot: room(dates + 1),
            held: room(dates),
            gains: vec![R::ZERO; stride],
            carry: vec![R::ZERO; stride],
            stride,
        })
    }
}

impl<R: Real> Minimise<R> for Hedging<R> {
    fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        let b: &mut Buffers<R> = work.get();
        let count = batch.rows.count(self.paths);
        let scale = R::of(1.0 / count as f64);
        Rows::pieces(count, CHUNK).fold(R::ZERO, |sum, piece| {
            let stride = self.forward_piece(params, batch, piece, b, observer);
            sum + self.risk_piece(params, (piece.1, stride), scale, b, observer).0
        })
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
        let count = batch.rows.count(self.paths);
        let (scale, cost, dates) = (R::of(1.0 / count as f64), R::of(self.market.cost), self.market.dates);
        let mut loss = R::ZERO;
        for (first, columns) in Rows::pieces(count, CHUNK) {
            let stride = self.forward_piece(params, batch, (first, columns), b, observer);
            let (part, by_level) = self.risk_piece(params, (columns, stride), scale, b, observer);
            loss += part;
            gradient[self.level] += by_level;
            b.carry[..stride].fill(R::ZERO);
            for date in (0..dates).rev() {
                let (_, slope) = b.signals[date].output_slope();
                for column in 0..stride {
                    let (spot, next) = (b.spot[date][column], b.spot[date + 1][column]);
                    let held = b.held[date][column];
                    let last = if date > 0 { b.held[date - 1][column] } else { R::ZERO };
                    let after = if date + 1 < dates { b.held[date + 1][column] } else { R::ZERO };
                    let traded = cost * (next * (after - held).sign() - spot * (held - last).sign());
                    let by_held = b.gains[column] * (next - spot + traded) + b.carry[column];
                    slope[column] = by_held * held * (R::ONE - held);
                }
                self.network.backward(params, &mut b.signals[date], gradient, columns, stride, observer);
                let (_, by_input) = b.signals[date].output_slope();
                b.carry[..stride].copy_from_slice(&by_input[2 * stride..3 * stride]);
            }
        }
        loss
    }
}

impl<R: Real> Evaluate<R> for Hedging<R> {
    fn readouts(&self, params: &[R], _: &[R], work: &mut Workspace) -> Vec<Readout> {
        let gains = self.gains(params, work);
        let money = |label, value| Readout { label, value, unit: "% of spot" };
        vec![
            money("P&L deviation", risk::deviation(&gains)),
            money("Delta hedge deviation", risk::deviation(&self.baseline)),
            money("CVaR 95 %", risk::cvar(&gains, LEVEL)),
            money("Delta hedge CVaR 95 %", risk::cvar(&self.baseline, LEVEL)),
        ]
    }

    fn chart_data(&self, params: &[R], _: &[R], work: &mut Workspace) -> Option<ChartData> {
        let gains = self.gains(params, work);
        let date = self.market.dates / 2;
        let width = 2.5 * self.market.volatility * (self.market.maturity * 0.5).sqrt();
        let spot: Vec<f64> = (0..81).map(|k| SPOT * libm::exp(width * (f64::from(k) / 40.0 - 1.0))).collect();
        let delta: Vec<f64> = spot.iter().map(|s| self.delta(*s, date)).collect();
        let from_none = self.ratios(params, date, &spot, &|_| 0.0, work);
        let from_all = self.ratios(params, date, &spot, &|_| 1.0, work);
        let from_delta = self.ratios(params, date, &spot, &|n| delta[n], work);
        Some(ChartData::Hedge { gains, baseline: self.baseline.clone(), spot, delta, from_delta, from_none, from_all })
    }
}
