//! Evidence: what the clip leaves of the gradient, over a window of steps.

use super::Window;
use crate::clips::AnyClip;
use crate::math::Real;
use crate::objectives::{Batch, Rows};
use crate::optimizers::AnyOptimizer;
use crate::run::history::Row;
use crate::run::{Run, RunView, Typed};

/// A step makes the loss worse if it is this many times as high afterwards.
const WORSE: f64 = 1.1;

/// What a clip did.
pub struct Clipping {
    /// Share of the window's steps whose gradient was clipped.
    pub share: f64,
    /// Median share of the gradient norm that it left, over all steps of the window.
    pub left: f64,
    /// Share of all steps so far whose gradient was clipped.
    pub share_of_run: f64,
    /// The smallest share of the gradient norm that it left at any recorded step.
    pub least: f64,
    /// The largest update that a step would have made without the clip, as a share of a layer's parameters; NaN but for
    /// plain gradient descent: other optimizers also move by earlier gradients.
    pub unclipped_move: f64,
    /// The loss at one of the steps that would have gone furthest without the clip, and the loss to which that step would
    /// have led. For plain gradient descent only.
    pub without: Option<[f64; 2]>,
}

impl Clipping {
    /// Whether the step that goes furthest without the clip would have made the loss worse, counted from `base`.
    pub fn saves(&self, base: f64) -> bool {
        self.without.is_some_and(|[before, after]| !after.is_finite() || after - base > WORSE * (before - base))
    }

    /// Reads the run; `None` without a clip.
    pub fn of(run: &dyn RunView, window: &Window) -> Option<Self> {
        let frame = run.frame();
        if matches!(run.rule().clip, AnyClip::Unclipped(_)) || window.is_empty() {
            return None;
        }
        let clipped = window.rows().filter(|row| row.clipped_grad_norm() < row.grad_norm()).count();
        let sample = run.history().sample(frame.step, 512);
        let is_plain = matches!(run.rule().optimizer, AnyOptimizer::Sgd(_));
        let unclipped_move =
            sample.clone().map(|row| unclipped(&row)).filter(|moved| moved.is_finite()).fold(0.0, f64::max);
        Some(Self {
            share: clipped as f64 / window.len() as f64,
            left: window.median(|row| left(row.grad_norm(), row.clipped_grad_norm())),
            share_of_run: frame.clipped_steps as f64 / (frame.step + 1) as f64,
            unclipped_move: if is_plain { unclipped_move } else { f64::NAN },
            without: if is_plain { without(run) } else { None },
            least: sample.map(|row| left(row.grad_norm(), row.clipped_grad_norm())).fold(1.0, f64::min),
        })
    }
}

/// The share of the norm that is left.
fn left(norm: f64, clipped: f64) -> f64 {
    if norm > 0.0 { clipped / norm } else { 1.0 }
}

/// How far the step would have gone without the clip, as a share of a layer's parameters.
fn unclipped(row: &Row) -> f64 {
    row.moved() / left(row.grad_norm(), row.clipped_grad_norm())
}

fn without(run: &dyn RunView) -> Option<[f64; 2]> {
    match run.typed() {
        Typed::F32(run) => tried(run),
        Typed::F64(run) => tried(run),
    }
}

/// Makes that step without the clip: of the steps whose parameters are stored, the one that goes furthest.
fn tried<R: Real>(run: &Run<R>) -> Option<[f64; 2]> {
    let stored: Vec<(u64, &[R])> = run.lasting_snapshots().map(|(step, params, _)| (step, params)).collect();
    let at = |row: &Row| stored.binary_search_by_key(&row.step(), |(step, _)| *step).ok();
    let rows = run.history().rows(run.frame().step).filter_map(|row| Some((at(&row)?, row)));
    let far = rows.map(|(k, row)| (k, row, unclipped(&row))).filter(|(.., far)| far.is_finite());
    let (k, row, _) = far.max_by(|a, b| a.2.total_cmp(&b.2))?;
    let (step, params) = stored[k];
    let (objective, own) = (run.objective(), run.batch_rows(step));
    let rows = if own.is_empty() { Rows::All } else { Rows::These(&own) };
    let mut work = objective.workspace(rows.count(objective.rows()).max(1));
    let mut gradient = vec![R::ZERO; params.len()];
    let before = objective.gradient(params, Batch::from(rows), &mut gradient, &mut work, &mut ());
    let moved = params.iter().zip(&gradient).map(|(x, g)| R::of(x.to_f64() - row.lr() * g.to_f64()));
    let after = objective.loss(&moved.collect::<Vec<R>>(), Batch::from(rows), &mut work);
    Some([before.to_f64(), after.to_f64()])
}
