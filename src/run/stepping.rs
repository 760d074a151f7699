//! The parts of a step: loss and gradient, clip, update, update ratios.

use super::frame::{Diverged, Status};
use super::memory::Memory;
use super::{Run, divergence};
use crate::clips::{AnyClip, Gradient};
use crate::math::{Real, angle, distance_and_norm, joined_norm, norm};
use crate::objectives::{Batch, Noise};
use crate::optimizers::Step;

/// Whether a clip may change a gradient.
fn is_clipped_by(clip: &AnyClip) -> bool {
    !matches!(clip, AnyClip::Unclipped(_))
}

impl<R: Real> Run<R> {
    /// The present gradient after clipping.
    pub fn clipped_gradient(&self) -> &[R] {
        if is_clipped_by(&self.rules.at(self.frame.step).clip) { &self.clipped } else { &self.gradient }
    }

    /// Computes loss, gradient and norms before clipping, and updates the running statistics.
    pub(super) fn measure(&mut self) {
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
        if !self.memory.buffers.is_empty() {
            self.objective.update_running_stats(&mut self.memory.buffers, &mut self.work);
        }
        if self.storage.format.is_some() {
            self.rounding.clear();
            self.rounding.extend_from_slice(self.objective.rounding(&mut self.work));
        }
        self.frame.loss = loss.to_f64();
        self.frame.test_loss = None;
        self.frame.evaluations = step + 1 + self.memory_before.searched;
        for (frame, layer) in self.frame.layers.iter_mut().zip(&self.objective.layout().layers) {
            frame.grad_norm = norm(&self.gradient[layer.range.clone()]);
            frame.update_ratio = None;
        }
        self.frame.grad_norm = joined_norm(self.frame.layers.iter().map(|layer| layer.grad_norm));
        let skips = scale.skips(self.storage.scaling);
        if !self.frame.loss.is_finite() || !(skips || self.frame.grad_norm.is_finite()) {
            let what = divergence::locate(&self.objective, &self.params, batch, &self.gradient, &mut self.work);
            self.frame.status = Status::Diverged(Diverged { step: self.frame.step, ..what });
        }
    }

    /// Clips the present gradient and computes θ_{s+1}.
    pub(super) fn apply_rule(&mut self) {
        let step = self.frame.step;
        let layout = self.objective.layout();
        let rule = self.rules.at(step);
        self.memory.reset_changed(&self.rules, step, self.params.len());
        let is_clipped = is_clipped_by(&rule.clip);
        let uses_history = is_clipped && rule.clip.traits().uses_history;
        if uses_history || !self.norm_history.is_empty() {
            // An overflow counts as the largest finite norm, so that percentiles stay numbers.
            self.norm_history.note(step, self.frame.grad_norm.min(f64::MAX));
        }
        if uses_history {
            self.norm_history.gather(self.rules.clip_since(step));
        }
        let norm_before = self.frame.grad_norm;
        self.frame.threshold = None;
        let clipped = match is_clipped {
            true => {
                self.clipped.copy_from_slice(&self.gradient);
                // An overflow is not clipped: the step is skipped, or the run has ended.
                if norm_before.is_finite() {
                    let (values, params, norm_history) = (&mut self.clipped[..], &self.params[..], &self.norm_history);
                    let gradient = Gradient { values, norm: norm_before, params, layout, norm_history };
                    self.frame.threshold = rule.clip.apply(gradient, &mut self.memory.clip);
                }
                for (frame, layer) in self.frame.layers.iter_mut().zip(&layout.layers) {
                    frame.clipped_grad_norm = norm(&self.clipped[layer.range.clone()]);
                }
                let norms = self.frame.layers.iter().map(|layer| layer.clipped_grad_norm);
                self.frame.clipped_grad_norm = joined_norm(norms);
                &self.clipped
            }
            false => {
                self.frame.layers.iter_mut().for_each(|layer| layer.clipped_grad_norm = layer.grad_norm);
                self.frame.clipped_grad_norm = norm_before;
                &self.gradient
            }
        };
        self.memory.clipped += u64::from(self.frame.is_clipped());
        self.frame.clipped_steps = self.memory.clipped;
        let updates = self.rules.scheduled(step);
        self.frame.lr = rule.schedule.lr(rule.lr, updates, &self.memory.schedule);
        if self.frame.status != Status::Running {
            return;
        }
        let (overflowed, loss_scale) = (self.is_skipped(), self.memory.scale.factor);
        self.memory.scale.update(self.storage.scaling, overflowed);
        self.next_params.copy_from_slice(&self.params);
        if overflowed {
            return;
        }
        let with_momentum = rule.schedule.momentum(updates).map(|momentum| {
            let mut optimizer = rule.optimizer.clone();
            optimizer.set_momentum(momentum);
            optimizer
        });
        let optimizer = with_momentum.as_ref().unwrap_or(&rule.optimizer);
        let noise = Noise { seed: self.seed, step };
        // The optimizer gets the noisy gradient; the clipped one stays as measured.
        let noisy = if rule.noise.is_on() {
            self.difference.copy_from_slice(clipped);
            rule.noise.add(noise, &mut self.difference);
            &self.difference
        } else {
            clipped
        };
        let batch = Batch { rows: self.batches.drawn(), noise: Some(noise), loss_scale };
        let Memory { optimizer: state, clip, schedule, searched, .. } = &mut self.memory;
        let evaluate = &mut |params: &[R], values: &mut [R]| {
            *searched += 1;
            let loss = self.objective.gradient(params, batch, values, &mut self.work, &mut ());
            // Clip with the memory of the step's own gradient, and discard what this one adds.
            self.clip_scratch.clone_from(clip);
            let norm = norm(values);
            rule.clip.apply(
                Gradient { values, norm, params, layout, norm_history: &self.norm_history },
                &mut self.clip_scratch,
            );
            loss.to_f64()
        };
        let step = Step { lr: self.frame.lr, loss: self.frame.loss, layout, evaluate };
        optimizer.update(step, &mut self.next_params, noisy, state);
        rule.schedule.observe(rule.lr, self.frame.loss, schedule);
        self.objective.project(&mut self.next_params);
        self.store_update();
    }

    /// Rounds θ_{s+1} and the optimizer's state, unless there are f32 master weights.
    pub(super) fn store_update(&mut self) {
        let Some(format) = self.storage.of_parameters() else { return };
        for (layer, counts) in self.objective.layout().layers.iter().zip(&mut self.rounding) {
            let (now, next) = (&self.params[layer.range.clone()], &mut self.next_params[layer.range.clone()]);
            let moved = |next: &[R]| now.iter().zip(next).filter(|(now, next)| *now != *next).count() as u64;
            let before = moved(next);
            counts.update = R::store(format, next);
            counts.update.underflowed = before - moved(next);
        }
        for vector in &mut self.memory.optimizer.vectors {
            R::store(format, vector);
        }
    }

    /// Measures what only recorded steps need: the angle between gradient and clipped gradient, the test loss, and each
    /// layer's update ratio ‖θ_{s+1} − θ_s‖ / ‖θ_s‖.
    pub(super) fn measure_rest(&mut self) {
        self.frame.clip_angle = if self.frame.is_clipped() { angle(&self.gradient, &self.clipped) } else { 0.0 };
        if self.is_diverged() {
            return;
        }
        if let Some(held_out) = &mut self.held_out {
            self.frame.test_loss =
                held_out.loss(&self.objective, (&self.params, &self.memory_before.buffers), self.frame.step);
        }
        for (frame, layer) in self.frame.layers.iter_mut().zip(&self.objective.layout().layers) {
            let range = layer.range.clone();
            let (next, now, room) =
                (&self.next_params[range.clone()], &self.params[range.clone()], &mut self.difference[range]);
            let [moved, from] = distance_and_norm(next, now, room);
            frame.update_ratio = Some(moved / from);
        }
    }
}
