//! Probe: ‖∂L/∂h_t‖ for every time step, everything after t included.

use crate::math::{Real, joined_norm, norm};
use crate::networks::elman::STATE;
use crate::networks::{Observer, Place, Signal};

/// Collects the norms of one step, over the pieces of its batch.
#[derive(Clone, Debug)]
pub struct ThroughTime {
    /// The norm so far, for t = 0 … T.
    norms: Vec<f64>,
}

impl ThroughTime {
    /// For sequences of `length` steps.
    pub fn new(length: usize) -> Self {
        Self { norms: vec![0.0; length + 1] }
    }

    /// Forgets the step before.
    pub fn begin(&mut self) {
        self.norms.fill(0.0);
    }

    /// ‖∂L/∂h_t‖ over [batch, hidden], t = 0 (the initial state) … T.
    pub fn norms(&self) -> Vec<f64> {
        self.norms.clone()
    }
}

impl<R: Real> Observer<R> for ThroughTime {
    fn backward(&mut self, at: Place, delta: Signal<R>) {
        let (STATE, Some(t)) = (at.module, at.time) else { return };
        for row in delta.rows() {
            self.norms[t] = joined_norm([self.norms[t], norm(row)].into_iter());
        }
    }
}
