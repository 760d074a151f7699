//! The numbers of one step that an autopsy draws.

use crate::math::Real;
use crate::run::{Run, RunView, Status, Typed};
use serde::{Deserialize, Serialize};

/// One step. NaN and infinity stand for numbers that are not finite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The step.
    pub step: u64,
    /// The loss of its batch.
    pub loss: f64,
    /// Norm of the gradient before clipping.
    pub gradient: f64,
    /// Norm of the gradient after clipping.
    pub clipped: f64,
    /// ‖θ‖
    pub parameters: f64,
    /// ‖Δθ‖; NaN where no update follows.
    pub update: f64,
    /// The update as a share of the parameters, in the layer that moves most; NaN where none follows.
    pub moved: f64,
}

impl Reading {
    /// Of the present step.
    pub fn of(run: &dyn RunView) -> Self {
        let [parameters, update] = match run.typed() {
            Typed::F32(run) => lengths(run),
            Typed::F64(run) => lengths(run),
        };
        let frame = run.frame();
        let (loss, gradient, clipped) = (frame.loss, frame.grad_norm, frame.clipped_grad_norm);
        let moved = frame.layers.iter().filter_map(|layer| layer.update_ratio).fold(f64::NAN, f64::max);
        Self { step: frame.step, loss, gradient, clipped, parameters, update, moved }
    }

    /// Whether loss and gradient are finite.
    pub fn is_finite(&self) -> bool {
        self.loss.is_finite() && self.gradient.is_finite()
    }
}

/// ‖θ‖ and ‖Δθ‖, summed in f64.
fn lengths<R: Real>(run: &Run<R>) -> [f64; 2] {
    let squares = |values: &mut dyn Iterator<Item = f64>| values.map(|x| x * x).sum::<f64>().sqrt();
    let now = || run.params().iter().map(|x| x.to_f64());
    let moved = match run.frame().status {
        Status::Running => squares(&mut now().zip(run.next_params()).map(|(from, to)| to.to_f64() - from)),
        Status::Diverged(_) => f64::NAN,
    };
    [squares(&mut now()), moved]
}

/// The middle one of the finite values; NaN if there is none.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    all.sort_unstable_by(f64::total_cmp);
    all.get(all.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}
