//! Control of a run of any precision.

use super::studies::{Finding, StudyKind};
use super::view::Precision;
use super::{Moment, Rules, Run, RunView, studies::Task};
use crate::landscape::Section;
use crate::landscape::planes::Framing;
use crate::readout::Readout;
use crate::registry::Settings;

/// A run that can be controlled.
pub trait RunControl: RunView {
    /// Makes and records up to `count` steps; returns the step reached. A diverged run stays where it is.
    fn step(&mut self, count: u64) -> u64;

    /// The same without a record.
    fn advance(&mut self, count: u64) -> u64;

    /// Goes to a step exactly, backward or forward; returns the step reached.
    fn seek(&mut self, step: u64) -> u64;

    /// Continues from a state of a run with the same parameters; see [`Moment`].
    fn resume(&mut self, moment: &Moment);

    /// Restarts at other parameters with an empty history.
    fn restart(&mut self, start: &[f64]);

    /// Continues under the rules of `settings`, which may differ from the run's own only from the present step on.
    fn change(&mut self, settings: &Settings);

    /// Sets plane and line from `settings`.
    fn set_view(&mut self, settings: &Settings);

    /// The next task of a study; `None` if everything is known or cannot be computed.
    fn task(&mut self, study_kind: StudyKind) -> Option<Task>;

    /// Stores a study's result.
    fn add_finding(&mut self, finding: Finding);

    /// A few dozen steps at most, spread over the run, at which the sharpness can be measured.
    fn sharpness_steps(&self) -> Vec<u64>;

    /// Fits a plane to the trajectory so far and stores it as `id`. Returns its bytes. `None` if no plane can be fitted
    /// yet, the last one still fits, or the problem is a function with its own plane.
    fn lay_plane(&mut self, id: u32, kind: &str, framing: Framing) -> Option<Vec<u8>>;

    /// Stores as `id` a plane that another run of the same settings has fitted, from its bytes.
    fn adopt(&mut self, id: u32, plane: &[u8]);

    /// The trajectory in a plane, as [`RunView::path_in`]. Also marks the plane as shown, so that it stays stored.
    fn path(&mut self, plane: u32, points: usize) -> Vec<f32>;

    /// Negative gradients of some batches of the present epoch in a plane, then that of their mean: a and b of each.
    fn batch_arrows(&mut self, plane: u32) -> Vec<[f64; 2]>;

    /// The loss over all training rows, computed `times` times; returns the last.
    fn evaluate(&mut self, times: u64) -> f64;

    /// Metrics in the problem's own units, and what the clip did at this step.
    fn readouts(&mut self) -> Vec<Readout>;
}

impl<R: Precision> RunControl for Run<R> {
    fn step(&mut self, count: u64) -> u64 {
        self.step(count)
    }

    fn advance(&mut self, count: u64) -> u64 {
        self.advance(count)
    }

    fn seek(&mut self, step: u64) -> u64 {
        self.seek(step)
    }

    fn resume(&mut self, moment: &Moment) {
        self.resume(moment);
    }

    fn restart(&mut self, start: &[f64]) {
        self.restart(start);
    }

    fn change(&mut self, settings: &Settings) {
        self.change(Rules::of(settings));
    }

    fn set_view(&mut self, settings: &Settings) {
        self.set_view(settings);
    }

    fn task(&mut self, study_kind: StudyKind) -> Option<Task> {
        self.task(study_kind)
    }

    fn add_finding(&mut self, finding: Finding) {
        self.findings.add(finding);
    }

    fn sharpness_steps(&self) -> Vec<u64> {
        self.sharpness_steps()
    }

    fn lay_plane(&mut self, id: u32, kind: &str, framing: Framing) -> Option<Vec<u8>> {
        self.lay_section(id, kind, framing).map(|section| section.to_bytes())
    }

    fn adopt(&mut self, id: u32, plane: &[u8]) {
        self.adopt(id, Section::from_bytes(plane, self.params().len()));
    }

    fn path(&mut self, plane: u32, points: usize) -> Vec<f32> {
        self.path(plane, points)
    }

    fn batch_arrows(&mut self, plane: u32) -> Vec<[f64; 2]> {
        self.batch_arrows(plane)
    }

    fn evaluate(&mut self, times: u64) -> f64 {
        self.evaluate(times)
    }

    fn readouts(&mut self) -> Vec<Readout> {
        self.readouts()
    }
}
