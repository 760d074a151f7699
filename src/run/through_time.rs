//! Probe: ‖∂L/∂h_t‖ (and ‖∂L/∂c_t‖) for every time step and layer, through all later steps.

use crate::math::{Real, joined_norm};
use crate::networks::recurrent::{CELL, STATE};
use crate::networks::{Observer, Place, Signal};

/// Collects the norms of one training step, over the pieces of its batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThroughTime {
    /// ‖∂L/∂h_t‖ over [batch, hidden] of each recurrent layer, the one that reads the input first: t = 0 (the initial
    /// state) … T.
    pub states: Vec<Vec<f64>>,
    /// ‖∂L/∂c_t‖ likewise; empty if the cell has no c.
    pub cells: Vec<Vec<f64>>,
    /// For sequences of this many steps.
    length: usize,
}

impl ThroughTime {
    /// For sequences of `length` steps.
    pub fn new(length: usize) -> Self {
        Self { length, ..Self::default() }
    }

    /// Resets all norms to 0.
    pub fn begin(&mut self) {
        self.states.iter_mut().chain(&mut self.cells).for_each(|norms| norms.fill(0.0));
    }

    /// The norms of the last layer, which the loss reads.
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
        // The number of layers is known from the first pass on.
        if layers.len() <= at.layer {
            layers.resize(at.layer + 1, vec![0.0; self.length + 1]);
        }
        let norm = &mut layers[at.layer][t];
        *norm = joined_norm([*norm, delta.norm()].into_iter());
    }
}
