//! Going to a step exactly, in either direction.

use super::Run;
use super::memory::Memory;
use super::snapshots::Snapshots;
use crate::clips::NormHistory;
use crate::math::Real;

impl<R: Real> Run<R> {
    /// Restarts at other parameters with an empty history. The planes stay.
    pub fn restart(&mut self, start: &[f64]) {
        for (param, start) in self.params.iter_mut().zip(start) {
            *param = R::of(*start);
        }
        if let Some(format) = self.storage.of_parameters() {
            R::store(format, &mut self.params);
        }
        let buffers = self.objective.layout().first_buffers();
        self.snapshots = Snapshots::new(self.params.len(), self.memory.buffers.len());
        self.memory = Memory::new(&self.rules, self.params.len(), buffers, self.storage.scaling);
        self.norm_history = NormHistory::default();
        self.history.forget_from(0);
        self.frame.step = 0;
        self.compute_step();
        self.record();
    }

    /// Goes to a step exactly, by replay from the nearest snapshot before it. Returns the step reached. Recorded steps
    /// stay; new ones are recorded.
    pub fn seek(&mut self, step: u64) -> u64 {
        let recorded = self.history.next().saturating_sub(1);
        let at = self.reachable(step.min(recorded));
        if step < self.frame.step || at > self.frame.step {
            let (at, params, memory) = self.snapshots.nearest(at);
            self.params.copy_from_slice(params);
            self.memory = memory;
            self.frame.step = at;
            self.compute_step();
        }
        self.advance(step.min(recorded).saturating_sub(self.frame.step));
        self.step(step.saturating_sub(self.frame.step))
    }

    /// The last step up to `step` that has a snapshot and whose clip has the norm history it needs.
    pub(super) fn reachable(&self, mut step: u64) -> u64 {
        loop {
            let at = self.snapshots.step_before(step);
            let since = self.rules.clip_since(at);
            if !self.rules.at(at).clip.traits().uses_history || self.norm_history.reaches(since, at) {
                return at;
            }
            step = since;
        }
    }
}
