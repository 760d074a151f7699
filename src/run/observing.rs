//! Looking at a run's signals without disturbing it: passes that its own steps do not need.

use super::Run;
use crate::math::Real;
use crate::objectives::{Batch, Noise, Observer, Rows};

impl<R: Real> Run<R> {
    /// Goes through the present step's batch once more, forward and backward, with an observer.
    pub fn observe(&self, observer: &mut dyn Observer<R>) {
        let noise = Some(Noise { seed: self.seed, step: self.frame.step });
        let (mut gradient, mut work) = (self.gradient.clone(), self.objective.workspace(self.batches.largest()));
        let batch = Batch { rows: self.batches.drawn(), noise, loss_scale: self.arrived.scale.factor };
        self.objective.gradient(&self.params, batch, &mut gradient, &mut work, observer);
    }

    /// Goes forward over examples at the present parameters, without noise, with an observer.
    pub fn observe_forward(&self, rows: Rows, observer: &mut dyn Observer<R>) {
        let mut work = self.objective.workspace(rows.count(self.objective.rows()));
        self.objective.forward(&self.params, rows.into(), &mut work, observer);
    }
}
