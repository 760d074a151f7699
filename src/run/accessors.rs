//! What a run tells of itself: where it stands, what it measured, what follows from it.

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

    /// What has been recorded.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// How strongly the loss depends on every state at the present step, where there is time.
    pub fn through_time(&self) -> Option<&ThroughTime> {
        self.through_time.as_ref()
    }

    /// Steps of the run so far whose parameters are at hand, and these, oldest first.
    pub fn snapshots(&self) -> impl Iterator<Item = (u64, &[R])> {
        self.snapshots.all()
    }

    /// The present parameters.
    pub fn params(&self) -> &[R] {
        &self.params
    }

    /// What the objective carries beside the parameters: running statistics of the batches of all steps before.
    pub fn buffers(&self) -> &[R] {
        &self.memory_before.buffers
    }

    /// The present gradient, before clipping.
    pub fn gradient(&self) -> &[R] {
        &self.gradient
    }

    /// The parameters of the next step; without meaning once the run has diverged.
    pub fn next_params(&self) -> &[R] {
        &self.next_params
    }

    /// What the optimizer remembers after the present step's update.
    pub fn optimizer_state(&self) -> &State<R> {
        &self.memory.optimizer
    }

    /// How numbers are stored.
    pub fn storage(&self) -> Storage {
        self.storage
    }

    /// Whether the present step makes no update, for its scaled gradient overflowed.
    pub fn is_skipped(&self) -> bool {
        self.frame.status == Status::Running && !self.frame.grad_norm.is_finite()
    }

    /// What is minimised.
    pub fn objective(&self) -> &Objective<R> {
        &self.objective
    }

    /// The section of the first picture, through the start.
    pub fn section(&self) -> &Section<R> {
        self.sections.first()
    }

    /// The rule that makes the present step's update.
    pub fn rule(&self) -> &Rule {
        self.rules.at(self.frame.step)
    }

    /// For which curvatures a step's optimizer is stable, with the momentum that it has there.
    pub fn stability_at(&self, step: u64) -> Option<Stability> {
        self.optimizer_at(step).stability(self.rules.updates(step) + 1)
    }

    /// What the present step's update divides each element of the gradient by; empty where it divides by nothing.
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

    /// The momentum that the schedule puts in place of the optimizer's own at a step, where it does.
    pub fn momentum_at(&self, step: u64) -> Option<f64> {
        self.rules.at(step).schedule.momentum(self.rules.scheduled(step))
    }

    /// Rows of a step's batch; empty for the full batch.
    pub fn batch_rows(&self, step: u64) -> Vec<u32> {
        self.rows_of(step..step + 1)
    }

    /// Rows of the batches of several steps, one after the other.
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

    /// Loss of the network as trained over all training rows, computed `times` times; the last one is returned.
    pub fn evaluate(&mut self, times: u64) -> f64 {
        let work = self.whole.get_or_insert_with(|| whole(&self.objective));
        let (params, buffers) = (&self.params, &self.memory_before.buffers);
        (0..times.max(1)).fold(R::ZERO, |_, _| self.objective.evaluate(params, buffers, Rows::All, work)).to_f64()
    }

    /// What is known in the problem's own units, and what the clip did at this step.
    pub fn readouts(&mut self) -> Vec<Readout> {
        let work = self.whole.get_or_insert_with(|| whole(&self.objective));
        let mut readouts = self.objective.readouts(&self.params, &self.memory_before.buffers, work);
        if self.frame.is_clipped() {
            let left = 100.0 * self.frame.clipped_grad_norm / self.frame.grad_norm;
            // Rounding alone turns a gradient by less.
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

    /// What the network answers to inputs at the present parameters; see [`crate::objectives::Evaluate::answers`].
    pub fn predict(&self, inputs: &[f64]) -> Vec<f64> {
        let mut work = self.objective.workspace(CHUNK);
        self.objective.predict(&self.params, &self.memory_before.buffers, inputs, &mut work)
    }

    /// What the problem shows of itself at the present parameters; see [`crate::objectives::Evaluate::chart_data`].
    pub fn chart_data(&self) -> Option<ChartData> {
        let mut work = whole(&self.objective);
        self.objective.chart_data(&self.params, &self.memory_before.buffers, &mut work)
    }
}

/// Room for passes over all rows, or over those set aside, whichever are more.
fn whole<R: Real>(objective: &Objective<R>) -> Workspace {
    objective.workspace(objective.rows().max(objective.test_rows()))
}
