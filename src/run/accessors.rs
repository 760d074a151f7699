//! Accessors of a run: its state, its measurements and what follows from them.

use super::Run;
use super::frame::{Frame, Status};
use super::history::History;
use super::rules::Rule;
use super::through_time::ThroughTime;
use crate::landscape::Section;
use crate::math::Real;
use crate::objectives::{CHUNK, ChartData, Objective, Rows, Workspace};
use crate::optimizers::{AnyOptimizer, Stability, State};
use crate::precisions::Storage;
use crate::precisions::scaling::{Scale, Scaling};
use crate::readout::Readout;
use std::ops::Range;

impl<R: Real> Run<R> {
    /// The present step.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Names of the layers, as in the frame.
    pub fn layer_names(&self) -> &[String] {
        &self.layer_names
    }

    /// The recorded steps.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Gradient norms by time step at the present step; `None` unless the network is recurrent.
    pub fn through_time(&self) -> Option<&ThroughTime> {
        self.through_time.as_ref()
    }

    /// Steps with a snapshot, and their parameters, oldest first.
    pub fn snapshots(&self) -> impl Iterator<Item = (u64, &[R])> {
        self.snapshots.all()
    }

    /// Snapshots up to the present step, with buffers: only every 2ᵏ-th step, about one in a thirty-second of the run.
    ///
    /// A run that has gone further and come back stores fewer of the earlier steps. These it still has, unless it has gone
    /// many times as far. So what is computed from them does not depend on how far the run went.
    pub fn lasting_snapshots(&self) -> impl Iterator<Item = (u64, &[R], &[R])> {
        let present = self.frame.step;
        let every = 1u64 << (present / 32).max(1).ilog2();
        self.snapshots
            .buffered()
            .take_while(move |(step, ..)| *step <= present)
            .filter(move |(step, ..)| step.is_multiple_of(every))
    }

    /// The present parameters.
    pub fn params(&self) -> &[R] {
        &self.params
    }

    /// The objective's buffers: running statistics of the batches so far.
    pub fn buffers(&self) -> &[R] {
        &self.memory_before.buffers
    }

    /// The present gradient, before clipping.
    pub fn gradient(&self) -> &[R] {
        &self.gradient
    }

    /// The parameters of the next step; meaningless once the run has diverged.
    pub fn next_params(&self) -> &[R] {
        &self.next_params
    }

    /// The optimizer's state after the present step's update.
    pub fn optimizer_state(&self) -> &State<R> {
        &self.memory.optimizer
    }

    /// How numbers are stored.
    pub fn storage(&self) -> Storage {
        self.storage
    }

    /// Whether the present step is skipped because its scaled gradient overflowed.
    pub fn is_skipped(&self) -> bool {
        self.frame.status == Status::Running && !self.frame.grad_norm.is_finite()
    }

    /// What is minimised.
    pub fn objective(&self) -> &Objective<R> {
        &self.objective
    }

    /// The initial section, through the start.
    pub fn section(&self) -> &Section<R> {
        self.sections.first()
    }

    /// The rule for the present step's update.
    pub fn rule(&self) -> &Rule {
        self.rules.at(self.frame.step)
    }

    /// The curvatures at which a step's optimizer is stable, with its momentum at that step.
    pub fn stability_at(&self, step: u64) -> Option<Stability> {
        self.optimizer_at(step).stability(self.rules.updates(step) + 1)
    }

    /// The divisor of each gradient element in the present update; empty if the optimizer has none.
    pub fn divisor(&self) -> Vec<f64> {
        self.optimizer_at(self.frame.step).divisor(&self.memory.optimizer)
    }

    fn optimizer_at(&self, step: u64) -> AnyOptimizer {
        let mut optimizer = self.rules.at(step).optimizer.clone();
        if let Some(momentum) = self.momentum_at(step) {
            optimizer.set_momentum(momentum);
        }
        optimizer
    }

    /// The momentum at a step, if the schedule overrides the optimizer's.
    pub fn momentum_at(&self, step: u64) -> Option<f64> {
        self.rules.at(step).schedule.momentum(self.rules.scheduled(step))
    }

    /// Rows of a step's batch; empty for the full batch.
    pub fn batch_rows(&self, step: u64) -> Vec<u32> {
        self.rows_of(step..step + 1)
    }

    /// Rows of the batches of several steps, concatenated.
    pub fn rows_of(&self, steps: Range<u64>) -> Vec<u32> {
        let mut batches = self.batches.clone();
        let mut rows = Vec::new();
        for step in steps {
            if let Rows::These(those) = batches.draw(step) {
                rows.extend_from_slice(those);
            }
        }
        rows
    }

    /// Steps in an epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        self.batches.per_epoch()
    }

    /// Loss of the trained network over all training rows, computed `times` times. Returns the last.
    pub fn evaluate(&mut self, times: u64) -> f64 {
        let work = self.whole.get_or_insert_with(|| whole(&self.objective));
        let (params, buffers) = (&self.params, &self.memory_before.buffers);
        (0..times.max(1)).fold(R::ZERO, |_, _| self.objective.evaluate(params, buffers, Rows::All, work)).to_f64()
    }

    /// Metrics in the problem's own units, and what the clip did at this step.
    pub fn readouts(&mut self) -> Vec<Readout> {
        let work = self.whole.get_or_insert_with(|| whole(&self.objective));
        let mut readouts = self.objective.readouts(&self.params, &self.memory_before.buffers, work);
        if self.frame.is_clipped() {
            let left = 100.0 * self.frame.clipped_grad_norm / self.frame.grad_norm;
            // Smaller angles are rounding.
            let turned = if self.frame.clip_angle < 0.01 { 0.0 } else { self.frame.clip_angle };
            readouts.push(Readout { label: "Gradient norm left by clipping", value: left, unit: "%" });
            readouts.push(Readout { label: "Direction changed by", value: turned, unit: "°" });
        }
        if self.storage.scaling != Scaling::None {
            let Scale { factor, skipped, .. } = self.memory_before.scale;
            readouts.push(Readout { label: "Loss scale", value: factor, unit: "" });
            readouts.push(Readout { label: "Steps skipped", value: skipped as f64, unit: "" });
        }
        readouts
    }

    /// Predictions at the present parameters; see [`crate::objectives::Evaluate::predict`].
    pub fn predict(&self, inputs: &[f64]) -> Vec<f64> {
        let mut work = self.objective.workspace(CHUNK);
        self.objective.predict(&self.params, &self.memory_before.buffers, inputs, &mut work)
    }

    /// The data of the problem's own chart at the present parameters; see [`crate::objectives::Evaluate::chart_data`].
    pub fn chart_data(&self) -> Option<ChartData> {
        let mut work = whole(&self.objective);
        self.objective.chart_data(&self.params, &self.memory_before.buffers, &mut work)
    }
}

/// A workspace for passes over the training or the test set, whichever is larger.
fn whole<R: Real>(objective: &Objective<R>) -> Workspace {
    objective.workspace(objective.rows().max(objective.test_rows()))
}
