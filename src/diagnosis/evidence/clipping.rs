//! Evidence: what the clip leaves of the gradient, over a window of steps.

use super::Window;
use crate::clips::AnyClip;
use crate::optimizers::AnyOptimizer;
use crate::run::RunView;
use crate::run::history::Row;

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
}

impl Clipping {
    /// Reads the run; `None` without a clip.
    pub fn of(run: &dyn RunView, window: &Window) -> Option<Self> {
        let frame = run.frame();
        if matches!(run.rule().clip, AnyClip::Unclipped(_)) || window.is_empty() {
            return None;
        }
        let left = |norm: f64, clipped: f64| if norm > 0.0 { clipped / norm } else { 1.0 };
        let clipped = window.rows().filter(|row| row.clipped_grad_norm() < row.grad_norm()).count();
        let sample = run.history().sample(frame.step, 512);
        let moved = |row: &Row| row.layers().filter_map(|layer| layer.update_ratio).fold(f64::NAN, f64::max);
        let grown = |row: &Row| moved(row) / left(row.grad_norm(), row.clipped_grad_norm());
        let is_plain = matches!(run.rule().optimizer, AnyOptimizer::Sgd(_));
        let unclipped_move =
            sample.clone().map(|row| grown(&row)).filter(|moved| moved.is_finite()).fold(0.0, f64::max);
        Some(Self {
            share: clipped as f64 / window.len() as f64,
            left: window.median(|row| left(row.grad_norm(), row.clipped_grad_norm())),
            share_of_run: frame.clipped_steps as f64 / (frame.step + 1) as f64,
            unclipped_move: if is_plain { unclipped_move } else { f64::NAN },
            least: sample.map(|row| left(row.grad_norm(), row.clipped_grad_norm())).fold(1.0, f64::min),
        })
    }
}
