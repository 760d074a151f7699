//! Evidence: the loss at some earlier steps and now, over the same examples, so that batches do not blur it.

use super::Window;
use crate::math::Real;
use crate::objectives::{Objective, Rows};
use crate::run::{Run, RunView, Typed};

/// Limit on examples times parameters times levels. The page asks for a verdict several times a second.
const WORK: usize = 1 << 23;
/// At least this many examples are evaluated.
const FEWEST: usize = 64;
/// The earlier steps, as shares of the present one.
const AT: [f64; 3] = [0.5, 0.75, 1.0];

/// A smaller change, as a share of the loss, is rounding.
const ROUNDING: f64 = 1e-7;

/// The loss at three steps.
#[derive(Clone, Copy, Debug)]
pub struct Levels {
    /// The steps: about half of the present one, three quarters, and the present one.
    pub steps: [f64; 3],
    /// Their losses.
    pub losses: [f64; 3],
}

impl Levels {
    /// Reads the run. Without batch noise, these are means over neighbouring steps of the window; with it, the loss is
    /// evaluated over the same examples at the stored parameters.
    pub fn of(run: &dyn RunView, window: &Window, is_exact: bool) -> Self {
        let step = run.frame().step as f64;
        if is_exact {
            let near = |share: f64| {
                let reach = (0.0625 * step).max(2.0);
                let rows = window.rows().filter(|row| (row.step() as f64 - share * step).abs() <= reach);
                let (sum, count) = rows.fold((0.0, 0.0), |(sum, count), row| (sum + row.loss(), count + 1.0));
                sum / count
            };
            return Self { steps: AT.map(|share| share * step), losses: AT.map(near) };
        }
        match run.typed() {
            Typed::F32(run) => evaluated(run),
            Typed::F64(run) => evaluated(run),
        }
    }

    /// The present loss.
    pub fn now(&self) -> f64 {
        self.losses[2]
    }

    /// The power with which the loss falls over its floor: losses ∝ step^−p.
    pub fn exponent(&self, floor: f64) -> f64 {
        let [half, _, now] = self.losses;
        if (half - now).abs() <= ROUNDING * half.abs().max(now.abs()) {
            return 0.0;
        }
        let [half, _, now] = self.losses.map(|loss| loss - floor);
        if now <= 0.0 {
            return f64::INFINITY;
        }
        libm::log(half / now) / libm::log(self.steps[2] / self.steps[0].max(1.0))
    }

    /// Whether both later levels are below the one before.
    pub fn fall(&self) -> bool {
        self.losses[1] < self.losses[0] && self.losses[2] < self.losses[1]
    }
}

fn evaluated<R: Real>(run: &Run<R>) -> Levels {
    let objective = run.objective();
    let (all, step) = (objective.rows(), run.frame().step);
    let most = (WORK / AT.len() / run.params().len().max(1)).max(FEWEST);
    let spread: Vec<u32> = (0..most.min(all)).map(|k| (k * all / most.min(all)) as u32).collect();
    let rows = if spread.len() == all { Rows::All } else { Rows::These(&spread) };
    let mut work = objective.workspace(rows.count(all));
    let mut at = |params: &[R]| mean(objective, params, rows, &mut work);
    let earlier = AT.map(|share| {
        let wanted = (share * step as f64) as u64;
        run.lasting_snapshots().take_while(|(at, ..)| *at <= wanted).last()
    });
    let level = |k: usize, at: &mut dyn FnMut(&[R]) -> f64| match earlier[k] {
        Some((step, params, _)) => (step as f64, at(params)),
        None => (0.0, f64::NAN),
    };
    let ((a, first), (b, second)) = (level(0, &mut at), level(1, &mut at));
    Levels { steps: [a, b, step as f64], losses: [first, second, at(run.params())] }
}

fn mean<R: Real>(objective: &Objective<R>, params: &[R], rows: Rows, work: &mut crate::objectives::Workspace) -> f64 {
    objective.loss(params, rows.into(), work).to_f64()
}
