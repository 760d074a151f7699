//! Extra passes that observe a run's signals and leave the run unchanged.

use super::Run;
use crate::activations::AnyActivation;
use crate::math::{Real, joined_norm, norm};
use crate::networks::recurrent::CELL;
use crate::networks::{Place, Signal};
use crate::objectives::{Batch, CHUNK, Noise, Observer, Rows};

/// The norms of the forward and backward signal at one place, over all pieces of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalNorm {
    /// The place.
    pub at: Place,
    /// Whether the signal is the output of an activation.
    pub is_activation: bool,
    /// Norm of the forward signal over batch and units.
    pub forward: f64,
    /// Number of elements in it.
    pub numbers: usize,
    /// Norm of the backward signal, ∂L/∂(forward signal); `None` where it was not observed.
    pub backward: Option<f64>,
}

impl<R: Real> Run<R> {
    /// Runs another forward and backward pass over the present step's batch, with an observer.
    pub fn observe(&self, observer: &mut dyn Observer<R>) {
        let noise = Some(Noise { seed: self.seed, step: self.frame.step });
        let (mut gradient, mut work) = (self.gradient.clone(), self.objective.workspace(self.batches.largest()));
        let batch = Batch { rows: self.batches.drawn(), noise, loss_scale: self.memory_before.scale.factor };
        self.objective.gradient(&self.params, batch, &mut gradient, &mut work, observer);
    }

    /// Signal norms of that pass, in forward order. Gates and cell states of recurrent networks are left out.
    pub fn signal_norms(&self) -> Vec<SignalNorm> {
        let mut signal_norms = SignalNorms::default();
        self.observe(&mut signal_norms);
        signal_norms.0
    }

    /// Runs a forward pass without noise over `rows` at the present parameters, with an observer.
    pub fn observe_forward(&self, rows: Rows, observer: &mut dyn Observer<R>) {
        let mut work = self.objective.workspace(rows.count(self.objective.rows()));
        self.objective.forward(&self.params, rows.into(), &mut work, observer);
    }

    /// Runs the trained network over `inputs`, [features, n], with at most 256 columns and an observer.
    pub fn observe_inputs(&self, inputs: &[f64], observer: &mut dyn Observer<R>) {
        let mut work = self.objective.workspace(CHUNK);
        self.objective.observe_inputs(&self.params, &self.memory_before.buffers, inputs, &mut work, observer);
    }
}

#[derive(Default)]
struct SignalNorms(Vec<SignalNorm>);

impl SignalNorms {
    fn at(&mut self, at: Place) -> &mut SignalNorm {
        let index = self.0.iter().position(|entry| entry.at == at).unwrap_or_else(|| {
            self.0.push(SignalNorm { at, is_activation: false, forward: 0.0, numbers: 0, backward: None });
            self.0.len() - 1
        });
        &mut self.0[index]
    }
}

fn is_inside(at: Place) -> bool {
    at.time.is_some() && at.module >= CELL
}

impl<R: Real> Observer<R> for SignalNorms {
    fn forward(&mut self, at: Place, signal: Signal<R>) {
        if is_inside(at) {
            return;
        }
        let entry = self.at(at);
        for row in signal.rows() {
            entry.forward = joined_norm([entry.forward, norm(row)].into_iter());
            entry.numbers += row.len();
        }
    }

    fn activation(&mut self, at: Place, _: &AnyActivation, _: Signal<R>, _: Signal<R>) {
        self.at(at).is_activation = true;
    }

    fn backward(&mut self, at: Place, delta: Signal<R>) {
        if is_inside(at) {
            return;
        }
        let entry = self.at(at);
        entry.backward = Some(joined_norm([entry.backward.unwrap_or(0.0), delta.norm()].into_iter()));
    }
}
