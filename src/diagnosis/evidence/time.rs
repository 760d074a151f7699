//! Evidence: how the backward pass changes the gradient from time step to time step.

use crate::run::RunView;

/// Over a whole sequence, the gradient may change by this factor. Measured: `docs/verdicts.md`.
const BOUND: f64 = 1e3;

/// The norms of ∂L/∂h_t of the recurrent layer that the loss reads.
pub struct Time {
    /// Time steps between the ends.
    pub steps: usize,
    /// Norm at the first time step.
    pub start: f64,
    /// Norm at the last time step.
    pub end: f64,
    /// `start` over `end`.
    pub ratio: f64,
    /// The factor of one time step of the backward pass.
    pub factor: f64,
    /// Time steps of the backward pass after which less than a thousandth is left, if so few are.
    pub fades: Option<usize>,
    /// A ratio above this is exploding, one below its inverse vanishing.
    pub bound: f64,
}

impl Time {
    /// Reads the run; `None` unless the network is recurrent.
    pub fn of(run: &dyn RunView) -> Option<Self> {
        let norms = run.through_time()?.last();
        let (steps, start, end) = (norms.len().checked_sub(1)?, *norms.first()?, *norms.last()?);
        let faded = norms.iter().rposition(|norm| *norm < end / BOUND).filter(|faded| *faded > 0);
        let ratio = start / end;
        let factor = libm::pow(ratio, 1.0 / steps.max(1) as f64);
        Some(Self { steps, start, end, ratio, factor, fades: faded.map(|t| steps - t), bound: BOUND })
    }

    /// Whether early time steps get much less than late ones.
    pub fn vanishes(&self) -> bool {
        self.ratio < 1.0 / self.bound
    }

    /// Whether early time steps get much more than late ones.
    pub fn explodes(&self) -> bool {
        self.ratio > self.bound
    }
}
