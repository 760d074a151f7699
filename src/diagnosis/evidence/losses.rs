//! Evidence: how the loss moves, over a window of steps.

use super::Window;
use crate::math::Real;
use crate::objectives::Rows;
use crate::run::{Run, RunView, Typed};
use std::cell::OnceCell;

/// Consecutive steps that are looked at for bouncing.
const CONSECUTIVE: u64 = 64;
/// A rise of the loss by less than this share is rounding.
const ROUNDING: f64 = 1e-5;
/// The present loss is evaluated over all rows if that costs at most this many rows times parameters.
const WORK: usize = 1 << 22;

/// The losses of a run, up to the present step.
pub struct Losses {
    /// At step 0.
    pub start: f64,
    /// Mean of the last eighth of the window.
    pub now: f64,
    /// The lowest mean of as many recorded steps, over the whole run.
    pub best: f64,
    /// Mean of the first and of the second half of the window.
    pub halves: [f64; 2],
    /// The slope of a straight line through the window, over its standard error. Negative while the loss falls.
    pub slope_in_errors: f64,
    /// Standard deviation of the losses about that line, over their mean distance from the floor.
    pub scatter: f64,
    /// The share of the last consecutive steps whose loss was higher than the step before; `None` with fewer than 8.
    pub rises: Option<f64>,
    /// The loss of the best constant answer.
    pub constant: Option<f64>,
    /// The least value that the loss can have, if it is known: that of a function's known minima, otherwise 0 for data.
    pub floor: Option<f64>,
    /// The present loss over all training rows; see [`Self::evaluated`].
    evaluated: OnceCell<Option<f64>>,
}

impl Losses {
    /// Reads the run.
    pub fn of(run: &dyn RunView, window: &Window) -> Self {
        let (steps, losses): (Vec<f64>, Vec<f64>) = window.rows().map(|row| (row.step() as f64, row.loss())).unzip();
        let penalty = penalty(run);
        let constant = run.problem().constant_loss().map(|loss| loss + penalty);
        let floor = floor(run);
        let (first, second) = losses.split_at(losses.len() / 2);
        let halves = [mean(if first.is_empty() { second } else { first }), mean(second)];
        let last = (losses.len() / 8).max(1);
        let now = mean(&losses[losses.len() - last..]);
        let (slope_in_errors, spread) = line(&steps, &losses);
        let above = mean(&losses) - floor.unwrap_or(0.0);
        Self {
            start: run.history().at(0).map_or(f64::NAN, |row| row.loss()),
            now,
            best: best(run, last),
            halves,
            slope_in_errors,
            scatter: spread / above.abs().max(f64::MIN_POSITIVE),
            rises: rises(run),
            constant,
            floor,
            evaluated: OnceCell::new(),
        }
    }

    /// The present loss over all training rows if it is affordable, otherwise [`Self::now`].
    pub fn evaluated(&self, run: &dyn RunView) -> f64 {
        let exact = self.evaluated.get_or_init(|| {
            let affordable = run.problem().rows() * run.parameter_count() <= WORK;
            let is_batched = run.batch_size() < run.problem().rows();
            (affordable && is_batched).then(|| over_all_rows(run))
        });
        exact.unwrap_or(self.now)
    }

    /// The power of the step with which the loss falls (over the floor): losses ∝ step^−p. 0.1 means that ten times as
    /// many steps leave 79 % of the loss. 0 while the loss does not fall.
    pub fn exponent(&self, window: &Window) -> f64 {
        let floor = self.floor.unwrap_or_else(|| 0.0_f64.min(self.halves[1]));
        let ratio = (self.halves[0] - floor) / (self.halves[1] - floor);
        if ratio > 1.0 { libm::log(ratio) / libm::log(window.middle_of_second() / window.middle_of_first()) } else { 0.0 }
    }

    /// The present loss as a share of the best constant answer's.
    pub fn of_constant(&self, run: &dyn RunView) -> Option<f64> {
        let constant = self.constant.filter(|constant| *constant > 0.0)?;
        Some(self.evaluated(run) / constant)
    }
}

/// The penalty at the present parameters.
fn penalty(run: &dyn RunView) -> f64 {
    match run.typed() {
        Typed::F32(run) => run.objective().penalty(run.params()),
        Typed::F64(run) => run.objective().penalty(run.params()),
    }
}

/// The loss of the trained network over all training rows.
fn over_all_rows(run: &dyn RunView) -> f64 {
    fn of<R: Real>(run: &Run<R>) -> f64 {
        let (objective, all) = (run.objective(), Rows::All);
        objective.evaluate(run.params(), run.buffers(), all, &mut objective.workspace(objective.rows())).to_f64()
    }
    match run.typed() {
        Typed::F32(run) => of(run),
        Typed::F64(run) => of(run),
    }
}

/// The least value of a function at its known minima; 0 for the loss of a network on data.
fn floor(run: &dyn RunView) -> Option<f64> {
    fn at<R: Real>(run: &Run<R>, point: &[f64]) -> f64 {
        let (objective, point): (_, Vec<R>) = (run.objective(), point.iter().map(|x| R::of(*x)).collect());
        objective.loss(&point, Rows::All.into(), &mut objective.workspace(1)).to_f64()
    }
    let Some(domain) = run.problem().domain() else {
        return run.problem().constant_loss().map(|_| 0.0);
    };
    let values = domain.minima.iter().map(|minimum| match run.typed() {
        Typed::F32(run) => at(run, minimum),
        Typed::F64(run) => at(run, minimum),
    });
    values.reduce(f64::min)
}

/// The lowest mean of `count` neighbouring recorded steps.
fn best(run: &dyn RunView, count: usize) -> f64 {
    let losses: Vec<f64> = run.history().sample(run.frame().step, 512).map(|row| row.loss()).collect();
    let count = count.min(losses.len()).max(1);
    losses.windows(count).map(mean).fold(f64::INFINITY, f64::min)
}

/// The share of steps whose loss rose, among the last consecutive ones.
fn rises(run: &dyn RunView) -> Option<f64> {
    let step = run.frame().step;
    let from = step.saturating_sub(CONSECUTIVE);
    let rows = run.history().rows(step).filter(|row| row.step() >= from);
    let recent: Vec<(u64, f64)> = rows.map(|row| (row.step(), row.loss())).collect();
    let pairs = recent.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1);
    let rose = |pair: &&[(u64, f64)]| pair[1].1 > pair[0].1 + ROUNDING * pair[0].1.abs();
    (recent.len() > 8).then(|| pairs.clone().filter(rose).count() as f64 / pairs.count().max(1) as f64)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// A least-squares line: its slope over the slope's standard error, and the standard deviation about it.
fn line(x: &[f64], y: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    if x.len() < 4 {
        return (0.0, 0.0);
    }
    let (mx, my) = (mean(x), mean(y));
    let (sxx, sxy) = x.iter().zip(y).fold((0.0, 0.0), |(a, b), (x, y)| (a + (x - mx) * (x - mx), b + (x - mx) * (y - my)));
    let slope = sxy / sxx;
    let residuals = x.iter().zip(y).map(|(x, y)| y - my - slope * (x - mx));
    let variance = residuals.map(|r| r * r).sum::<f64>() / (n - 2.0);
    let error = (variance / sxx).sqrt().max(f64::EPSILON * my.abs() / sxx.sqrt());
    (if error > 0.0 { slope / error } else { 0.0 }, variance.sqrt())
}
