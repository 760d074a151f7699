//! Probe: ‖∂L/∂h_t‖ (and ‖∂L/∂c_t‖) for every time step and layer, everything after t included.

use crate::math::{Real, joined_norm};
use crate::networks::recurrent::{CELL, STATE};
use crate::networks::{Observer, Place, Signal};

/// Collects the norms of one step, over the pieces of its batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThroughTime {
    /// ‖∂L/∂h_t‖ over [batch, hidden] of each recurrent layer, the one that reads the input first: t = 0 (the initial
    /// state) … T.
    pub states: Vec<Vec<f64>>,
    /// ‖∂L/∂c_t‖ alike; empty where the cell has no state beside h.
    pub cells: Vec<Vec<f64>>,
    /// For sequences of this many steps.
    length: usize,
}

impl ThroughTime {
    /// For sequences of `length` steps.
    pub fn new(length: usize) -> Self {
        Self { length, ..Self::default() }
    }

    /// Forgets the step before.
    pub fn begin(&mut self) {
        self.states.iter_mut().chain(&mut self.cells).for_each(|norms| norms.fill(0.0));
    }

    /// Of the layer that the loss reads: how far back in time it is felt.
    pub fn last(&self) -> &[f64] {
        self.states.last().map_or(&[], Vec::as_slice)
    }
}

impl<R: Real> Observer<R> for ThroughTime {
    fn backward(&mut self, at: Place, delta: Signal<R>) {
        let (layers, Some(t)) = (
            match at.module {
                STATE => &mut self.states,
                CELL => &mut self.cells,
                _ => return,
            },
            at.time,
        ) else {
            return;
        };
        // How many layers there are shows at the first pass.
        if layers.len() <= at.layer {
            layers.resize(at.layer + 1, vec![0.0; self.length + 1]);
        }
        let norm = &mut layers[at.layer][t];
        *norm = joined_norm([*norm, delta.norm()].into_iter());
    }
}
