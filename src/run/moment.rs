//! The state of a run at its present step, from which another run of the same settings continues with the same bits: in
//! another worker, for example, which does not have the run.
//!
//! It holds what the run carries from step to step, and its history. Repeating all steps from the settings gives the same
//! bits, but takes as long as the run has taken (docs/branches.md has the figures).

use super::history::History;
use super::memory::Memory;
use super::{AnyRun, Run};
use crate::clips::NormHistory;
use crate::math::Real;
use crate::optimizers::State;
use crate::precisions::scaling::Scale;
use crate::registry::Settings;
use serde::{Deserialize, Serialize};

/// A run's state before the update of a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Moment {
    /// The step.
    pub step: u64,
    /// θ
    params: Vec<f64>,
    /// The vectors, scalars and count of the optimizer.
    vectors: Vec<Vec<f64>>,
    scalars: Vec<f64>,
    count: u64,
    clip: Vec<f64>,
    schedule: Vec<f64>,
    buffers: Vec<f64>,
    searched: u64,
    clipped: u64,
    scale: Scale,
    norm_history: NormHistory,
    history: History,
}

impl<R: Real> Run<R> {
    /// The state at the present step.
    pub fn moment(&self) -> Moment {
        let Memory { optimizer, clip, schedule, buffers, searched, clipped, scale } = &self.memory_before;
        Moment {
            step: self.frame.step,
            params: wide(&self.params),
            vectors: optimizer.vectors.iter().map(|vector| wide(vector)).collect(),
            scalars: optimizer.scalars.clone(),
            count: optimizer.count,
            clip: clip.clone(),
            schedule: schedule.clone(),
            buffers: wide(buffers),
            searched: *searched,
            clipped: *clipped,
            scale: *scale,
            norm_history: self.norm_history.clone(),
            history: self.history.clone(),
        }
    }

    /// Continues from a state of a run with the same parameters. The rules stay this run's own. It cannot go back to
    /// steps before that state.
    pub fn resume(&mut self, moment: &Moment) {
        let narrow = |values: &[f64]| values.iter().map(|x| R::of(*x)).collect::<Vec<R>>();
        self.params = narrow(&moment.params);
        self.memory = Memory {
            optimizer: State {
                vectors: moment.vectors.iter().map(|vector| narrow(vector)).collect(),
                scalars: moment.scalars.clone(),
                count: moment.count,
                scratch: Vec::new(),
            },
            clip: moment.clip.clone(),
            schedule: moment.schedule.clone(),
            buffers: narrow(&moment.buffers),
            searched: moment.searched,
            clipped: moment.clipped,
            scale: moment.scale,
        };
        self.norm_history = moment.norm_history.clone();
        self.history = moment.history.clone();
        self.snapshots.forget_all();
        self.frame.step = moment.step;
        self.compute_step();
        self.record();
    }
}

impl Moment {
    /// Whether a run with this many parameters can continue from it.
    fn fits(&self, parameters: usize, layers: usize) -> bool {
        let same = |vector: &Vec<f64>| vector.len() == parameters;
        same(&self.params) && self.history.layers() == layers
    }
}

impl AnyRun {
    /// The run that the settings describe, continued from a state of it. Its rules from that step on are those of the
    /// settings; a run whose parameters do not fit the state begins at step 0.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn resumed(settings: &Settings, file: Option<&[u8]>, moment: &Moment) -> Result<Self, String> {
        let mut run = Self::new(settings, file)?;
        if moment.fits(run.parameter_count(), run.layer_names().len()) {
            run.resume(moment);
        }
        Ok(run)
    }
}

/// In f64.
fn wide<R: Real>(values: &[R]) -> Vec<f64> {
    values.iter().map(|x| x.to_f64()).collect()
}
