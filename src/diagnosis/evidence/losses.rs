//! Evidence: how the loss moves.

use super::{Levels, Window};
use crate::math::Real;
use crate::objectives::Rows;
use crate::run::{Run, RunView, Typed};

/// Consecutive steps that are looked at for bouncing.
const CONSECUTIVE: u64 = 64;
/// A rise of the loss by less than this share is rounding.
const ROUNDING: f64 = 1e-5;

/// The losses of a run, up to the present step.
pub struct Losses {
    /// At step 0.
    pub start: f64,
    /// At half of the present step, at three quarters, and now.
    pub levels: Levels,
    /// The present loss of the trained network, if it differs from that in training: with running statistics.
    pub evaluated: Option<f64>,
    /// The same at about half of the present step.
    pub evaluated_then: Option<f64>,
    /// The present loss as sentences say it: the step's own where it has no noise, otherwise that over the examples.
    pub said: f64,
    /// Standard deviation of the window's losses about a straight line, over their mean distance from the floor.
    pub scatter: f64,
    /// The share of the last consecutive steps whose loss was higher than the step before; `None` with fewer than 8.
    pub rises: Option<f64>,
    /// The loss of the best constant answer, penalty included.
    pub constant: Option<f64>,
    /// The least value that the loss can have, if it is known: that of a function's known minima, otherwise 0 for data.
    pub floor: Option<f64>,
}

impl Losses {
    /// Reads the run.
    pub fn of(run: &dyn RunView, window: &Window, is_exact: bool) -> Self {
        let (steps, losses): (Vec<f64>, Vec<f64>) = window.rows().map(|row| (row.step() as f64, row.loss())).unzip();
        let penalty = penalty(run);
        let floor = floor(run);
        let above = mean(&losses) - floor.unwrap_or(0.0);
        let levels = Levels::of(run, window, is_exact);
        let evaluated = evaluated(run);
        Self {
            said: if is_exact { run.frame().loss } else { levels.now() },
            start: run.history().at(0).map_or(f64::NAN, |row| row.loss()),
            levels,
            evaluated: evaluated.map(|[_, now]| now),
            evaluated_then: evaluated.map(|[then, _]| then),
            scatter: spread(&steps, &losses) / above.abs().max(f64::MIN_POSITIVE),
            rises: rises(run),
            constant: run.problem().constant_loss().map(|loss| loss + penalty),
            floor,
        }
    }

    /// The present loss.
    pub fn now(&self) -> f64 {
        self.levels.now()
    }

    /// What losses are measured from: the floor, or the least value so far where that is below 0.
    pub fn base(&self) -> f64 {
        self.floor.unwrap_or_else(|| self.levels.losses.into_iter().fold(0.0, f64::min))
    }

    /// The power of the step with which the loss falls over its base: 0.1 means that ten times as many steps leave 79 %.
    pub fn exponent(&self) -> f64 {
        self.levels.exponent(self.base())
    }

    /// The same power as [`Self::exponent`] for the trained network, if it has running statistics.
    pub fn trained_exponent(&self) -> Option<f64> {
        let (then, now) = (self.evaluated_then?, self.evaluated?);
        (then > 0.0 && now > 0.0).then(|| libm::log2(then / now))
    }

    /// The present loss, in training or of the trained network, whichever is lower.
    pub fn reached(&self) -> f64 {
        self.evaluated.map_or(self.said, |evaluated| evaluated.min(self.said))
    }

    /// The present loss as a share of the best constant answer's.
    pub fn of_constant(&self) -> Option<f64> {
        self.constant.filter(|constant| *constant > 0.0).map(|constant| self.reached() / constant)
    }

    /// The present loss above the floor, as a share of what a constant answer (or the start) has; `None` without a floor.
    pub fn share_left(&self) -> Option<f64> {
        let floor = self.floor?;
        let from = self.constant.unwrap_or(self.start);
        let now = self.evaluated.unwrap_or(self.now()).max(self.now());
        (from > floor).then(|| (now - floor) / (from - floor))
    }
}

/// The penalty at the present parameters.
fn penalty(run: &dyn RunView) -> f64 {
    match run.typed() {
        Typed::F32(run) => run.objective().penalty(run.params()),
        Typed::F64(run) => run.objective().penalty(run.params()),
    }
}

/// The loss of the trained network over all rows, if it has running statistics: at about half of the steps, and now.
fn evaluated(run: &dyn RunView) -> Option<[f64; 2]> {
    fn of<R: Real>(run: &Run<R>) -> Option<[f64; 2]> {
        if run.buffers().is_empty() {
            return None;
        }
        let (objective, half) = (run.objective(), run.frame().step / 2);
        let mut work = objective.workspace(objective.rows());
        let mut at = |params: &[R], buffers: &[R]| objective.evaluate(params, buffers, Rows::All, &mut work).to_f64();
        let then = run.lasting_snapshots().take_while(|(step, ..)| *step <= half).last();
        let then = then.map_or(f64::NAN, |(_, params, buffers)| at(params, buffers));
        Some([then, at(run.params(), run.buffers())])
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

/// The standard deviation about a least-squares line; 0 with fewer than four points.
fn spread(x: &[f64], y: &[f64]) -> f64 {
    if x.len() < 4 {
        return 0.0;
    }
    let (mx, my) = (mean(x), mean(y));
    let pairs = || x.iter().zip(y).map(|(x, y)| (x - mx, y - my));
    let (sxx, sxy) = pairs().fold((0.0, 0.0), |(sxx, sxy), (x, y)| (sxx + x * x, sxy + x * y));
    let variance = pairs().map(|(x, y)| y - sxy / sxx * x).map(|r| r * r).sum::<f64>() / (x.len() as f64 - 2.0);
    variance.sqrt()
}
