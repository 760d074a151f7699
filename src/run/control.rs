//! What can be done with a run, whatever its precision.

use super::studies::{Finding, StudyKind};
use super::view::Precision;
use super::{Rules, Run, RunView, studies::Task};
use crate::landscape::Section;
use crate::landscape::planes::Framing;
use crate::readout::Readout;
use crate::registry::Settings;

/// A run that can be driven.
pub trait RunControl: RunView {
    /// Makes and records up to `count` steps; returns the step reached. A diverged run stays where it is.
    fn step(&mut self, count: u64) -> u64;

    /// The same without a record.
    fn advance(&mut self, count: u64) -> u64;

    /// Goes to a step exactly, back or forth; returns the step reached.
    fn seek(&mut self, step: u64) -> u64;

    /// Begins again at other parameters, with nothing recorded.
    fn restart(&mut self, start: &[f64]);

    /// Continues under the rules of `settings`, which differ from the run's own only from the present step on.
    fn change(&mut self, settings: &Settings);

    /// Takes the plane and the line to look at from `settings`.
    fn set_view(&mut self, settings: &Settings);

    /// The next thing that a study has to compute for a wish; `None` when everything is known, or cannot be.
    fn task(&mut self, study_kind: StudyKind) -> Option<Task>;

    /// Takes in what a study found.
    fn add_finding(&mut self, finding: Finding);

    /// Up to a few dozen steps, spread over the run, at which the sharpness can be measured.
    fn sharpness_steps(&self) -> Vec<u64>;

    /// Lays a plane for the descent as it is and keeps it as `id`. Returns its bytes; `None` where none can be laid yet,
    /// the last one still does, or a function has its own.
    fn lay_plane(&mut self, id: u32, kind: &str, framing: Framing) -> Option<Vec<u8>>;

    /// Keeps as `id` a plane that another run of the same settings has laid, from its bytes.
    fn adopt(&mut self, id: u32, plane: &[u8]);

    /// The descent in a plane, as [`RunView::path_in`], which stays known until another plane's path is asked for.
    fn path(&mut self, plane: u32, points: usize) -> Vec<f32>;

    /// Negative gradients of some batches of the present epoch and, last, of their mean in a plane: a and b of each.
    fn batch_arrows(&mut self, plane: u32) -> Vec<[f64; 2]>;

    /// The loss over all training rows, computed `times` times; returns the last.
    fn evaluate(&mut self, times: u64) -> f64;

    /// Figures in the problem's own units, and what the clip did at this step.
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
