//! A training run, the only mutable state.
//!
//! A run at parameters θ_s has already computed all of step s: draw the batch → loss and gradient → norms → clip →
//! norms → the optimizer's update → its size → record. θ_{s+1} is stored beside θ_s; [`Run::step`] moves there and
//! computes the next step. So a frame has every number of its step, the update included.

mod accessors;
pub mod any;
mod arrows;
pub mod batches;
mod control;
mod divergence;
pub mod frame;
mod grad_noise;
pub mod gradient_check;
mod held_out;
pub mod history;
mod memory;
mod moment;
mod observing;
mod parts;
mod phases;
pub mod rules;
mod sections;
mod seeking;
mod snapshots;
pub mod spread;
mod stepping;
pub mod studies;
mod through_time;
mod view;

pub use any::AnyRun;
pub use control::RunControl;
pub use frame::{Diverged, Frame, LayerFrame, Names, Status};
pub use grad_noise::{GRAD_NOISE, GRAD_NOISE_DECAY, GradNoise};
pub use gradient_check::GradientCheck;
pub use history::History;
pub use moment::Moment;
pub use observing::SignalNorm;
pub use parts::{Overrides, Parts};
pub use phases::{Part, Phases, Station};
pub use rules::{Rule, Rules};
pub use through_time::ThroughTime;
pub use view::{Precision, RunView, Typed};

use crate::clips::NormHistory;
use crate::landscape::planes;
use crate::math::Real;
use crate::objectives::{Objective, Workspace};
use crate::precisions::{LayerRounding, Storage};
use crate::registry::Settings;
use batches::Batches;
use held_out::HeldOut;
use memory::Memory;
use sections::Sections;
use snapshots::Snapshots;
use studies::Findings;

/// A training run with its history.
pub struct Run<R: Real> {
    objective: Objective<R>,
    rules: Rules,
    batches: Batches,
    work: Workspace,
    /// Workspace for passes over all rows, made on first use.
    whole: Option<Workspace>,
    /// θ_s
    params: Vec<R>,
    /// θ_{s+1}
    next_params: Vec<R>,
    /// Buffer for θ_{s+1} − θ_s.
    difference: Vec<R>,
    gradient: Vec<R>,
    /// Buffer for the clipped gradient; see [`Run::clipped_gradient`].
    clipped: Vec<R>,
    /// Memory of rules and objective after the update to θ_{s+1}.
    memory: Memory<R>,
    /// The same before that update, so that the step can be repeated under another rule.
    memory_before: Memory<R>,
    /// Copy of the clip's memory for gradients that a line search evaluates.
    clip_scratch: Vec<f64>,
    /// Gradient norms so far, for clips that use them.
    norm_history: NormHistory,
    frame: Frame,
    seed: u64,
    sections: Sections<R>,
    history: History,
    snapshots: Snapshots<R>,
    through_time: Option<ThroughTime>,
    /// The test set, if any.
    held_out: Option<HeldOut>,
    layer_names: Vec<String>,
    storage: Storage,
    /// Underflow and overflow counts by layer in the present step; empty if nothing is rounded.
    rounding: Vec<LayerRounding>,
    /// Results of studies.
    findings: Findings,
    /// Settings that choose plane and line.
    view_settings: Settings,
}

impl<R: Real> Run<R> {
    /// A run at step 0, already computed.
    pub fn new(parts: Parts<R>) -> Self {
        let Parts { objective, mut start, rules, batches, seed } = parts;
        let storage = objective.storage();
        if let Some(format) = storage.of_parameters() {
            R::store(format, &mut start);
        }
        let memory = Memory::new(&rules, start.len(), objective.layout().first_buffers(), storage.scaling);
        let layers = &objective.layout().layers;
        let empty = LayerFrame { grad_norm: 0.0, clipped_grad_norm: 0.0, update_ratio: None };
        let frame = Frame {
            step: 0,
            loss: 0.0,
            test_loss: None,
            lr: 0.0,
            grad_norm: 0.0,
            clipped_grad_norm: 0.0,
            threshold: None,
            clip_angle: 0.0,
            clipped_steps: 0,
            evaluations: 0,
            status: Status::Running,
            layers: vec![empty; layers.len()],
        };
        let mut run = Self {
            work: objective.workspace(batches.largest()),
            whole: None,
            next_params: start.clone(),
            difference: start.clone(),
            gradient: start.clone(),
            clipped: start.clone(),
            snapshots: Snapshots::new(start.len(), memory.buffers.len()),
            memory_before: memory.clone(),
            memory,
            clip_scratch: Vec::new(),
            norm_history: NormHistory::default(),
            seed,
            sections: Sections::new(planes::first(&objective, &start, seed)),
            history: History::new(layers.len()),
            through_time: objective.length().map(ThroughTime::new),
            held_out: HeldOut::of(&objective, batches.largest()),
            layer_names: layers.iter().map(|layer| layer.name.clone()).collect(),
            storage,
            rounding: Vec::new(),
            findings: Findings::default(),
            view_settings: Settings::default(),
            params: start,
            objective,
            rules,
            batches,
            frame,
        };
        run.compute_step();
        run.record();
        run
    }

    /// Makes up to `count` steps and records each; returns the step reached. A diverged run stays where it is.
    pub fn step(&mut self, count: u64) -> u64 {
        for _ in 0..count {
            if self.is_diverged() {
                break;
            }
            self.next_step();
            self.record();
        }
        self.frame.step
    }

    /// The same without a record: for benchmarks and for replaying.
    pub fn advance(&mut self, count: u64) -> u64 {
        for _ in 0..count {
            if self.is_diverged() {
                break;
            }
            self.next_step();
        }
        self.measure_rest();
        self.frame.step
    }

    /// Continues under other rules from the present step on, whose clipping and update are repeated. Rules of earlier
    /// steps must be the same. Later records are dropped.
    pub fn change(&mut self, rules: Rules) {
        self.rules = rules;
        let measured = std::mem::take(&mut self.memory.buffers);
        self.memory.clone_from(&self.memory_before);
        self.memory.buffers = measured;
        self.snapshots.forget_after(self.frame.step);
        self.findings.forget_after(self.frame.step);
        self.apply_rule();
        self.record();
    }

    fn is_diverged(&self) -> bool {
        !matches!(self.frame.status, Status::Running)
    }

    fn next_step(&mut self) {
        std::mem::swap(&mut self.params, &mut self.next_params);
        self.frame.step += 1;
        self.compute_step();
    }

    /// Computes the step at the parameters just reached.
    fn compute_step(&mut self) {
        self.snapshots.record_if_due(self.frame.step, &self.params, &self.memory);
        self.memory_before.clone_from(&self.memory);
        self.measure();
        self.apply_rule();
    }

    fn record(&mut self) {
        self.measure_rest();
        let at = self.path_coordinates();
        self.history.record(&self.frame, at);
    }
}
