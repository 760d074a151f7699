//! Going to a step exactly, in either direction.

use super::Run;
use crate::math::Real;

impl<R: Real> Run<R> {
    /// Goes to a step exactly: to the nearest snapshot before it and on from there. Steps that were recorded stay
    /// recorded; steps beyond them are recorded on the way.
    pub fn seek(&mut self, step: u64) -> u64 {
        let recorded = self.history.next().saturating_sub(1);
        let at = self.reachable(step.min(recorded));
        if step < self.frame.step || at > self.frame.step {
            let (at, params, memory) = self.snapshots.nearest(at);
            self.params.copy_from_slice(params);
            self.memory = memory;
            self.frame.step = at;
            self.arrive();
        }
        self.advance(step.min(recorded).saturating_sub(self.frame.step));
        self.step(step.saturating_sub(self.frame.step))
    }

    /// The last step up to `step` that can be gone back to: it has a snapshot, and its clip's past is known.
    pub(super) fn reachable(&self, mut step: u64) -> u64 {
        loop {
            let at = self.snapshots.step_before(step);
            let since = self.rules.clip_since(at);
            if !self.rules.at(at).clip.traits().looks_back || self.past.reach(since, at) {
                return at;
            }
            step = since;
        }
    }
}
