//! A recorded step as numbers of a fixed size. NaN stands for a missing number.

use crate::run::frame::{Frame, LayerFrame, Status};
use serde::{Deserialize, Serialize};

/// A recorded step without its layers; see [`Frame`].
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Step {
    pub step: u64,
    pub loss: f64,
    /// NaN where it was not measured.
    pub test_loss: f64,
    pub lr: f64,
    pub grad_norm: f64,
    pub clipped_grad_norm: f64,
    /// NaN without clipping.
    pub threshold: f64,
    pub clip_angle: f64,
    pub clipped_steps: u64,
    pub evaluations: u64,
    /// Coordinates in the initial plane.
    pub place: [f64; 2],
}

/// A recorded layer; see [`LayerFrame`].
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Layer {
    pub grad_norm: f64,
    pub clipped_grad_norm: f64,
    /// NaN where no update follows.
    pub update_ratio: f64,
}

/// Recorded steps by slot. The layers of all steps are in one vector.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Rows {
    layer_count: usize,
    steps: Vec<Step>,
    layers: Vec<Layer>,
}

/// One recorded step.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    of: &'a Step,
    layers: &'a [Layer],
}

impl Step {
    fn of(frame: &Frame, place: [f64; 2]) -> Self {
        Self {
            step: frame.step,
            loss: frame.loss,
            test_loss: frame.test_loss.unwrap_or(f64::NAN),
            lr: frame.lr,
            grad_norm: frame.grad_norm,
            clipped_grad_norm: frame.clipped_grad_norm,
            threshold: frame.threshold.unwrap_or(f64::NAN),
            clip_angle: frame.clip_angle,
            clipped_steps: frame.clipped_steps,
            evaluations: frame.evaluations,
            place,
        }
    }
}

impl Layer {
    fn of(frame: &LayerFrame) -> Self {
        let LayerFrame { grad_norm, clipped_grad_norm, update_ratio } = *frame;
        Self { grad_norm, clipped_grad_norm, update_ratio: update_ratio.unwrap_or(f64::NAN) }
    }

    fn frame(&self) -> LayerFrame {
        let Self { grad_norm, clipped_grad_norm, update_ratio } = *self;
        LayerFrame { grad_norm, clipped_grad_norm, update_ratio: known(update_ratio) }
    }
}

impl Rows {
    /// No rows, with capacity for `most`.
    pub fn new(layer_count: usize, most: usize) -> Self {
        Self { layer_count, steps: Vec::with_capacity(most), layers: Vec::with_capacity(most * layer_count) }
    }

    /// `count` rows of zeros.
    pub fn zeros(layer_count: usize, count: usize) -> Self {
        Self { layer_count, steps: vec![Step::default(); count], layers: vec![Layer::default(); count * layer_count] }
    }

    pub fn bytes(&self) -> usize {
        self.steps.capacity() * size_of::<Step>() + self.layers.capacity() * size_of::<Layer>()
    }

    pub fn len(&self) -> usize {
        self.steps.len()
    }

    pub fn get(&self, slot: usize) -> Row<'_> {
        Row { of: &self.steps[slot], layers: &self.layers[slot * self.layer_count..][..self.layer_count] }
    }

    /// Overwrites a slot with a frame.
    pub fn write(&mut self, slot: usize, frame: &Frame, place: [f64; 2]) {
        self.steps[slot] = Step::of(frame, place);
        let layers = &mut self.layers[slot * self.layer_count..][..self.layer_count];
        layers.iter_mut().zip(&frame.layers).for_each(|(layer, frame)| *layer = Layer::of(frame));
    }

    /// Appends a row.
    pub fn push(&mut self, row: Row) {
        self.steps.push(*row.of);
        self.layers.extend_from_slice(row.layers);
    }

    /// Copies one slot to another.
    pub fn copy_within(&mut self, from: usize, to: usize) {
        self.steps[to] = self.steps[from];
        let layers = from * self.layer_count..(from + 1) * self.layer_count;
        self.layers.copy_within(layers, to * self.layer_count);
    }

    /// Drops all rows from a slot on.
    pub fn truncate(&mut self, slot: usize) {
        self.steps.truncate(slot);
        self.layers.truncate(slot * self.layer_count);
    }
}

impl Row<'_> {
    /// Its step.
    pub fn step(&self) -> u64 {
        self.of.step
    }
    /// Loss.
    pub fn loss(&self) -> f64 {
        self.of.loss
    }
    /// Learning rate.
    pub fn lr(&self) -> f64 {
        self.of.lr
    }
    /// Norm of the gradient before clipping.
    pub fn grad_norm(&self) -> f64 {
        self.of.grad_norm
    }
    /// The same after clipping.
    pub fn clipped_grad_norm(&self) -> f64 {
        self.of.clipped_grad_norm
    }
    /// Threshold, if there was one.
    pub fn threshold(&self) -> Option<f64> {
        known(self.of.threshold)
    }
    /// Angle between the gradient before and after clipping, in degrees.
    pub fn clip_angle(&self) -> f64 {
        self.of.clip_angle
    }
    /// Steps up to this one whose gradient was clipped.
    pub fn clipped_steps(&self) -> u64 {
        self.of.clipped_steps
    }
    /// Gradients evaluated up to this step.
    pub fn evaluations(&self) -> u64 {
        self.of.evaluations
    }
    /// Coordinates in the initial plane.
    pub fn place(&self) -> [f64; 2] {
        self.of.place
    }
    /// Loss over the test examples, if it was measured and is finite.
    pub fn test_loss(&self) -> Option<f64> {
        known(self.of.test_loss)
    }
    /// Layer by layer.
    pub fn layers(&self) -> impl Iterator<Item = LayerFrame> {
        self.layers.iter().map(Layer::frame)
    }
    /// The largest update of a layer, as a share of its parameters; NaN if none followed.
    pub fn moved(&self) -> f64 {
        self.layers.iter().map(|layer| layer.update_ratio).fold(f64::NAN, f64::max)
    }
    /// As a frame. A recorded step was running.
    pub fn frame(&self) -> Frame {
        Frame {
            step: self.step(),
            loss: self.loss(),
            test_loss: self.test_loss(),
            lr: self.lr(),
            grad_norm: self.grad_norm(),
            clipped_grad_norm: self.clipped_grad_norm(),
            threshold: self.threshold(),
            clip_angle: self.clip_angle(),
            clipped_steps: self.clipped_steps(),
            evaluations: self.evaluations(),
            status: Status::Running,
            layers: self.layers().collect(),
        }
    }
}

fn known(number: f64) -> Option<f64> {
    Some(number).filter(|number| !number.is_nan())
}
