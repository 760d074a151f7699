//! A run: the only thing with mutable state.
//!
//! A run stands at parameters θ_s and has measured everything that step s does: draw the batch → loss and gradient →
//! norms → clip → norms → the optimizer's update → its size → record. θ_{s+1} is ready beside θ_s; [`Run::step`] goes
//! there and measures again. So what is shown at a step was measured at its own parameters, the update it leads to
//! included.

pub mod any;
pub mod batches;
mod divergence;
pub mod frame;
pub mod gradient_check;
mod held_out;
pub mod history;
mod memory;
mod observing;
mod parts;
mod phases;
pub mod rules;
mod sections;
mod snapshots;
mod through_time;

pub use any::AnyRun;
pub use frame::{Diverged, Frame, LayerFrame, Names, Status};
pub use gradient_check::GradientCheck;
pub use history::History;
pub use parts::{Given, Parts};
pub use phases::{Part, Phases, Station};
pub use rules::{Rule, Rules};

use crate::clips::{Gradient, Norms};
use crate::landscape::Section;
use crate::math::{Real, angle, joined_norm, norm};
use crate::objectives::{Batch, CHUNK, Noise, Objective, Readout, Rows, Workspace};
use crate::optimizers::{State, Step};
use crate::precisions::{
    LayerRounding, Storage,
    scaling::{Scale, Scaling},
};
use batches::Batches;
use held_out::HeldOut;
use memory::Memory;
use sections::Sections;
use snapshots::Snapshots;
use through_time::ThroughTime;

/// A training run with its history.
pub struct Run<R: Real> {
    objective: Box<dyn Objective<R>>,
    rules: Rules,
    batches: Batches,
    work: Workspace,
    /// Room for passes over all rows; made when first asked for.
    whole: Option<Workspace>,
    /// θ_s
    params: Vec<R>,
    /// θ_{s+1}
    ahead: Vec<R>,
    /// Room for θ_{s+1} − θ_s.
    difference: Vec<R>,
    gradient: Vec<R>,
    clipped: Vec<R>,
    /// What rules and objective remember, after the update to θ_{s+1}.
    memory: Memory<R>,
    /// The same as the run arrived with at θ_s, so that the step can be made again under another rule.
    arrived: Memory<R>,
    /// Room for what the clip remembers, while an update asks for gradients elsewhere.
    remembered: Vec<f64>,
    /// Norms of the gradients so far, for clips that look back.
    past: Norms,
    frame: Frame,
    seed: u64,
    sections: Sections<R>,
    history: History,
    snapshots: Snapshots<R>,
    through_time: Option<ThroughTime>,
    /// The examples set aside, where there are any.
    held_out: Option<HeldOut>,
    layer_names: Vec<String>,
    storage: Storage,
    /// What rounding did to each layer in the present step; empty where nothing is rounded.
    rounding: Vec<LayerRounding>,
}

impl<R: Real> Run<R> {
    /// A run at its start, measured.
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
            status: Status::Running,
            layers: vec![empty; layers.len()],
        };
        let mut run = Self {
            work: objective.workspace(batches.largest()),
            whole: None,
            ahead: start.clone(),
            difference: start.clone(),
            gradient: start.clone(),
            clipped: start.clone(),
            snapshots: Snapshots::new(start.len(), memory.buffers.len()),
            arrived: memory.clone(),
            memory,
            remembered: Vec::new(),
            past: Norms::default(),
            seed,
            sections: Sections::new(Section::first(&*objective, &start, seed)),
            history: History::new(layers.len()),
            through_time: objective.length().map(ThroughTime::new),
            held_out: HeldOut::of(&*objective, batches.largest()),
            layer_names: layers.iter().map(|layer| layer.name.clone()).collect(),
            storage,
            rounding: Vec::new(),
            params: start,
            objective,
            rules,
            batches,
            frame,
        };
        run.arrive();
        run.record();
        run
    }

    /// Makes up to `count` steps and records each; returns the step reached. A diverged run stays where it is.
    pub fn step(&mut self, count: u64) -> u64 {
        for _ in 0..count {
            if self.is_diverged() {
                break;
            }
            self.go_on();
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
            self.go_on();
        }
        self.measure_rest();
        self.frame.step
    }

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

    /// ‖∂L/∂h_t‖ for t = 0 … T at the present step, where there is time.
    pub fn through_time(&self) -> Option<Vec<f64>> {
        self.through_time.as_ref().map(ThroughTime::norms)
    }

    /// The present parameters.
    pub fn params(&self) -> &[R] {
        &self.params
    }

    /// What the objective carries beside the parameters: running statistics of the batches of all steps before.
    pub fn buffers(&self) -> &[R] {
        &self.arrived.buffers
    }

    /// The present gradient, before clipping.
    pub fn gradient(&self) -> &[R] {
        &self.gradient
    }

    /// The same after clipping: what the optimizer is given.
    pub fn clipped_gradient(&self) -> &[R] {
        &self.clipped
    }

    /// The parameters of the next step; without meaning once the run has diverged.
    pub fn ahead(&self) -> &[R] {
        &self.ahead
    }

    /// What the optimizer remembers after the present step's update.
    pub fn optimizer_state(&self) -> &State<R> {
        &self.memory.optimizer
    }

    /// What rounding did to each layer's numbers in the present step; empty where nothing is rounded.
    pub fn rounding(&self) -> &[LayerRounding] {
        &self.rounding
    }

    /// How numbers are stored.
    pub fn storage(&self) -> Storage {
        self.storage
    }

    /// What the present step's loss is scaled by.
    pub fn scale(&self) -> Scale {
        self.arrived.scale
    }

    /// Whether the present step makes no update, for its scaled gradient overflowed.
    pub fn is_skipped(&self) -> bool {
        self.frame.status == Status::Running && !self.frame.grad_norm.is_finite()
    }

    /// Gradients evaluated to come here and to measure this step: one for every step, and those of line searches.
    pub fn evaluations(&self) -> u64 {
        self.frame.step + 1 + self.arrived.searched
    }

    /// What is minimised.
    pub fn objective(&self) -> &dyn Objective<R> {
        &*self.objective
    }

    /// The section of the first picture, through the start.
    pub fn section(&self) -> &Section<R> {
        self.sections.first()
    }

    /// The rule that makes the present step's update.
    pub fn rule(&self) -> &Rule {
        self.rules.at(self.frame.step)
    }

    /// Goes on under other rules from the present step on: its clipping and its update are made again. Rules for
    /// steps before have to be as they were. What had been recorded beyond is forgotten.
    pub fn change(&mut self, rules: Rules) {
        self.rules = rules;
        let measured = std::mem::take(&mut self.memory.buffers);
        self.memory.clone_from(&self.arrived);
        self.memory.buffers = measured;
        self.snapshots.forget_after(self.frame.step);
        self.apply_rule();
        self.record();
    }

    /// Loss of the network as trained over all training rows, computed `times` times; the last one is returned.
    pub fn evaluate(&mut self, times: u64) -> f64 {
        let work = self.whole.get_or_insert_with(|| whole(&*self.objective));
        let (params, buffers) = (&self.params, &self.arrived.buffers);
        (0..times.max(1)).fold(R::ZERO, |_, _| self.objective.evaluate(params, buffers, Rows::All, work)).to_f64()
    }

    /// What is known in the problem's own units, and what the clip did at this step.
    pub fn readouts(&mut self) -> Vec<Readout> {
        let work = self.whole.get_or_insert_with(|| whole(&*self.objective));
        let mut readouts = self.objective.readouts(&self.params, &self.arrived.buffers, work);
        if self.frame.is_clipped() {
            let left = 100.0 * self.frame.clipped_grad_norm / self.frame.grad_norm;
            // Rounding alone turns a gradient by less.
            let turned = if self.frame.clip_angle < 0.01 { 0.0 } else { self.frame.clip_angle };
            readouts.push(Readout { label: "Gradient norm left by the clip", value: left, unit: "%" });
            readouts.push(Readout { label: "turned by", value: turned, unit: "°" });
        }
        if self.storage.scaling != Scaling::None {
            let Scale { factor, skipped, .. } = self.arrived.scale;
            readouts.push(Readout { label: "Loss scale", value: factor, unit: "" });
            readouts.push(Readout { label: "steps skipped", value: skipped as f64, unit: "" });
        }
        readouts
    }

    /// What the network answers to inputs at the present parameters; see [`Objective::answers`].
    pub fn answers(&self, inputs: &[f64]) -> Vec<f64> {
        let mut work = self.objective.workspace(CHUNK);
        self.objective.answers(&self.params, &self.arrived.buffers, inputs, &mut work)
    }

    /// Rows of a step's batch; empty for the full batch.
    pub fn batch_rows(&mut self, step: u64) -> Vec<u32> {
        let rows = match self.batches.draw(step) {
            Rows::All => Vec::new(),
            Rows::These(rows) => rows.to_vec(),
        };
        self.batches.draw(self.frame.step);
        rows
    }

    /// Steps in an epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        self.batches.per_epoch()
    }

    /// The rule that makes a step's update.
    pub fn rule_at(&self, step: u64) -> &Rule {
        self.rules.at(step)
    }

    /// The momentum that the schedule puts in place of the optimizer's own at a step, where it does.
    pub fn momentum_at(&self, step: u64) -> Option<f64> {
        self.rules.at(step).schedule.momentum(self.rules.scheduled(step))
    }

    /// The largest norm that the present clip lets through of each layer's gradient, where it bounds such.
    pub fn ceilings(&self) -> Vec<Option<f64>> {
        let (clip, layout) = (&self.rule().clip, self.objective.layout());
        (0..layout.layers.len()).map(|layer| clip.ceiling(&self.params, layout, layer)).collect()
    }

    /// The last step up to `step` that can be gone back to: it has a snapshot, and its clip's past is known.
    fn reachable(&self, mut step: u64) -> u64 {
        loop {
            let at = self.snapshots.step_before(step);
            let since = self.rules.clip_since(at);
            if !self.rules.at(at).clip.traits().looks_back || self.past.reach(since, at) {
                return at;
            }
            step = since;
        }
    }

    fn is_diverged(&self) -> bool {
        self.frame.status != Status::Running
    }

    fn go_on(&mut self) {
        std::mem::swap(&mut self.params, &mut self.ahead);
        self.frame.step += 1;
        self.arrive();
    }

    /// Does everything that a step does at the parameters just reached.
    fn arrive(&mut self) {
        self.snapshots.offer(self.frame.step, &self.params, &self.memory);
        self.arrived.clone_from(&self.memory);
        self.measure();
        self.apply_rule();
    }

    /// Loss and gradient at the present parameters, and the norms before clipping; what the batch adds to running
    /// statistics.
    fn measure(&mut self) {
        self.frame.status = Status::Running;
        let step = self.frame.step;
        let noise = Some(Noise { seed: self.seed, step });
        let scale = self.memory.scale;
        let batch = Batch { rows: self.batches.draw(step), noise, loss_scale: scale.factor };
        let loss = match &mut self.through_time {
            Some(observer) => {
                observer.begin();
                self.objective.gradient(&self.params, batch, &mut self.gradient, &mut self.work, observer)
            }
            None => self.objective.gradient(&self.params, batch, &mut self.gradient, &mut self.work, &mut ()),
        };
        self.objective.commit(&mut self.memory.buffers, &mut self.work);
        self.rounding.clear();
        self.rounding.extend_from_slice(self.objective.rounding(&mut self.work));
        self.frame.loss = loss.to_f64();
        self.frame.test_loss = None;
        for (frame, layer) in self.frame.layers.iter_mut().zip(&self.objective.layout().layers) {
            frame.grad_norm = norm(&self.gradient[layer.range.clone()]);
            frame.update_ratio = None;
        }
        self.frame.grad_norm = joined_norm(self.frame.layers.iter().map(|layer| layer.grad_norm));
        let skips = scale.skips(self.storage.scaling);
        if !self.frame.loss.is_finite() || !(skips || self.frame.grad_norm.is_finite()) {
            let what = divergence::locate(&*self.objective, &self.params, batch, &self.gradient, &mut self.work);
            self.frame.status = Status::Diverged(Diverged { step: self.frame.step, ..what });
        }
    }

    /// Clips the present gradient, and makes θ_{s+1} of it.
    fn apply_rule(&mut self) {
        let step = self.frame.step;
        let layout = self.objective.layout();
        let rule = self.rules.at(step);
        self.memory.turn_to(&self.rules, step, self.params.len());
        self.clipped.copy_from_slice(&self.gradient);
        let looks_back = rule.clip.traits().looks_back;
        if looks_back || !self.past.is_empty() {
            // An overflow counts as the largest norm there is, so that percentiles stay numbers.
            self.past.note(step, self.frame.grad_norm.min(f64::MAX));
        }
        if looks_back {
            self.past.gather(self.rules.clip_since(step));
        }
        let (values, norm_before) = (&mut self.clipped[..], self.frame.grad_norm);
        let gradient = Gradient { values, norm: norm_before, params: &self.params, layout, past: &self.past };
        // What overflowed is not clipped: the step is skipped, or the run has ended.
        self.frame.threshold =
            if norm_before.is_finite() { rule.clip.apply(gradient, &mut self.memory.clip) } else { None };
        for (frame, layer) in self.frame.layers.iter_mut().zip(&layout.layers) {
            frame.clipped_grad_norm = norm(&self.clipped[layer.range.clone()]);
        }
        self.frame.clipped_grad_norm = joined_norm(self.frame.layers.iter().map(|layer| layer.clipped_grad_norm));
        self.memory.clipped += u64::from(self.frame.is_clipped());
        self.frame.clipped_steps = self.memory.clipped;
        let updates = self.rules.scheduled(step);
        self.frame.lr = rule.schedule.lr(rule.lr, updates, &self.memory.schedule);
        if self.frame.status != Status::Running {
            return;
        }
        let (overflowed, loss_scale) = (self.is_skipped(), self.memory.scale.factor);
        self.memory.scale.update(self.storage.scaling, overflowed);
        self.ahead.copy_from_slice(&self.params);
        if overflowed {
            return;
        }
        let mut optimizer = rule.optimizer.clone();
        if let Some(momentum) = rule.schedule.momentum(updates) {
            optimizer.set_momentum(momentum);
        }
        let noise = Some(Noise { seed: self.seed, step });
        let batch = Batch { rows: self.batches.draw(step), noise, loss_scale };
        let Memory { optimizer: state, clip, schedule, searched, .. } = &mut self.memory;
        let evaluate = &mut |params: &[R], values: &mut [R]| {
            *searched += 1;
            let loss = self.objective.gradient(params, batch, values, &mut self.work, &mut ());
            // The clip bounds this gradient by what it knew of the step's own; only that one is remembered.
            self.remembered.clone_from(clip);
            let norm = norm(values);
            rule.clip.apply(Gradient { values, norm, params, layout, past: &self.past }, &mut self.remembered);
            loss.to_f64()
        };
        let step = Step { lr: self.frame.lr, loss: self.frame.loss, layout, evaluate };
        optimizer.update(step, &mut self.ahead, &self.clipped, state);
        rule.schedule.observe(rule.lr, self.frame.loss, schedule);
        self.store_update();
    }

    /// Rounds θ_{s+1} and what the optimizer remembers, where there are no f32 master weights.
    fn store_update(&mut self) {
        let Some(format) = self.storage.of_parameters() else { return };
        for (layer, counts) in self.objective.layout().layers.iter().zip(&mut self.rounding) {
            let (now, ahead) = (&self.params[layer.range.clone()], &mut self.ahead[layer.range.clone()]);
            let moved = |ahead: &[R]| now.iter().zip(ahead).filter(|(now, ahead)| *now != *ahead).count() as u64;
            let before = moved(ahead);
            counts.update = R::store(format, ahead);
            counts.update.underflowed = before - moved(ahead);
        }
        for vector in &mut self.memory.optimizer.vectors {
            R::store(format, vector);
        }
    }

    /// What is measured only of steps that are looked at: the angle that the clip turned the gradient by, the loss on the
    /// examples set aside, and the update ratios, layer by layer, ‖θ_{s+1} − θ_s‖ / ‖θ_s‖.
    fn measure_rest(&mut self) {
        self.frame.clip_angle = if self.frame.is_clipped() { angle(&self.gradient, &self.clipped) } else { 0.0 };
        if self.is_diverged() {
            return;
        }
        if let Some(held_out) = &mut self.held_out {
            self.frame.test_loss =
                held_out.loss(&*self.objective, (&self.params, &self.arrived.buffers), self.frame.step);
        }
        for ((difference, ahead), now) in self.difference.iter_mut().zip(&self.ahead).zip(&self.params) {
            *difference = *ahead - *now;
        }
        for (frame, layer) in self.frame.layers.iter_mut().zip(&self.objective.layout().layers) {
            let range = layer.range.clone();
            frame.update_ratio = Some(norm(&self.difference[range.clone()]) / norm(&self.params[range]));
        }
    }

    fn record(&mut self) {
        self.measure_rest();
        self.history.record(&self.frame, self.sections.first().plane.project(&self.params));
    }
}

/// Room for passes over all rows, or over those set aside, whichever are more.
fn whole<R: Real>(objective: &dyn Objective<R>) -> Workspace {
    objective.workspace(objective.rows().max(objective.test_rows()))
}
