//! The state that a run carries from step to step besides its parameters: that of optimizer, clip and schedule, and the
//! objective's running statistics.

use super::rules::Rules;
use crate::math::Real;
use crate::optimizers::{State, copy};
use crate::precisions::scaling::{Scale, Scaling};

/// State carried from one step to the next.
#[derive(Debug, PartialEq)]
pub struct Memory<R> {
    /// The optimizer's.
    pub optimizer: State<R>,
    /// The clip's; empty before its first step.
    pub clip: Vec<f64>,
    /// The schedule's; empty before its first step.
    pub schedule: Vec<f64>,
    /// The objective's buffers.
    pub buffers: Vec<R>,
    /// Gradient evaluations of line searches.
    pub searched: u64,
    /// Steps so far whose gradient was clipped.
    pub clipped: u64,
    /// The loss scale.
    pub scale: Scale,
}

impl<R: Real> Memory<R> {
    /// The initial memory of a run with this many parameters.
    pub fn new(rules: &Rules, params: usize, buffers: Vec<R>, scaling: Scaling) -> Self {
        let optimizer = rules.before(0).optimizer.state(params);
        Self {
            optimizer,
            clip: Vec::new(),
            schedule: Vec::new(),
            buffers,
            searched: 0,
            clipped: 0,
            scale: Scale::first(scaling),
        }
    }

    /// Resets the state of each rule that is replaced at `step`.
    pub fn reset_changed(&mut self, rules: &Rules, step: u64, params: usize) {
        if !rules.changes_at(step) {
            return;
        }
        let (before, now) = (rules.before(step), rules.at(step));
        if before.optimizer.item().id != now.optimizer.item().id {
            self.optimizer = now.optimizer.state(params);
        }
        if before.clip.item().id != now.clip.item().id {
            self.clip.clear();
        }
        if before.schedule.item().id != now.schedule.item().id {
            self.schedule.clear();
        }
    }
}

impl<R: Copy> Clone for Memory<R> {
    fn clone(&self) -> Self {
        let Self { optimizer, clip, schedule, buffers, searched, clipped, scale } = self;
        let (clip, schedule, buffers) = (clip.clone(), schedule.clone(), buffers.clone());
        Self {
            optimizer: optimizer.clone(),
            clip,
            schedule,
            buffers,
            searched: *searched,
            clipped: *clipped,
            scale: *scale,
        }
    }

    /// Allocates nothing if the lengths agree. A run copies its memory at every step.
    fn clone_from(&mut self, other: &Self) {
        self.optimizer.clone_from(&other.optimizer);
        copy(&mut self.clip, &other.clip);
        copy(&mut self.schedule, &other.schedule);
        copy(&mut self.buffers, &other.buffers);
        self.searched = other.searched;
        self.clipped = other.clipped;
        self.scale = other.scale;
    }
}
