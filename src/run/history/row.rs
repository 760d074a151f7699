//! A step as one row of numbers.

use crate::run::frame::{Frame, LayerFrame, Status};

/// Numbers of a row beside the layers': step, loss, lr, norm, clipped norm, threshold, plane a, plane b, test
/// loss, clip angle, clipped steps, evaluations.
const FIXED: usize = 12;
const PER_LAYER: usize = 3;

/// Numbers of a row.
pub(super) fn length(layers: usize) -> usize {
    FIXED + PER_LAYER * layers
}

/// Writes a step into its row.
pub(super) fn write(row: &mut [f64], frame: &Frame, at: [f64; 2]) {
    row[..FIXED].copy_from_slice(&[
        frame.step as f64,
        frame.loss,
        frame.lr,
        frame.grad_norm,
        frame.clipped_grad_norm,
        frame.threshold.unwrap_or(f64::NAN),
        at[0],
        at[1],
        frame.test_loss.unwrap_or(f64::NAN),
        frame.clip_angle,
        frame.clipped_steps as f64,
        frame.evaluations as f64,
    ]);
    for (out, layer) in row[FIXED..].chunks_exact_mut(PER_LAYER).zip(&frame.layers) {
        let ratio = layer.update_ratio.unwrap_or(f64::NAN);
        out.copy_from_slice(&[layer.grad_norm, layer.clipped_grad_norm, ratio]);
    }
}

/// One recorded step.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a>(&'a [f64]);

impl<'a> Row<'a> {
    pub(super) fn of(numbers: &'a [f64]) -> Self {
        Self(numbers)
    }
    /// Its step.
    pub fn step(&self) -> u64 {
        self.0[0] as u64
    }
    /// Loss.
    pub fn loss(&self) -> f64 {
        self.0[1]
    }
    /// Learning rate.
    pub fn lr(&self) -> f64 {
        self.0[2]
    }
    /// Norm of the gradient before clipping.
    pub fn grad_norm(&self) -> f64 {
        self.0[3]
    }
    /// The same after it.
    pub fn clipped_grad_norm(&self) -> f64 {
        self.0[4]
    }
    /// Threshold, if there was one.
    pub fn threshold(&self) -> Option<f64> {
        Some(self.0[5]).filter(|t| !t.is_nan())
    }
    /// Angle between the gradient before and after clipping, in degrees.
    pub fn clip_angle(&self) -> f64 {
        self.0[9]
    }
    /// Steps up to this one whose gradient was shortened.
    pub fn clipped_steps(&self) -> u64 {
        self.0[10] as u64
    }
    /// Gradients evaluated up to this step.
    pub fn evaluations(&self) -> u64 {
        self.0[11] as u64
    }
    /// Place in the plane of the first picture.
    pub fn place(&self) -> [f64; 2] {
        [self.0[6], self.0[7]]
    }
    /// Loss over the examples set aside, if it was measured. It is measured at the same steps throughout a run, so
    /// that one which was not finite is as good as none.
    pub fn test_loss(&self) -> Option<f64> {
        Some(self.0[8]).filter(|loss| !loss.is_nan())
    }
    /// Layer by layer.
    pub fn layers(&self) -> impl Iterator<Item = LayerFrame> {
        self.0[FIXED..].chunks_exact(PER_LAYER).map(|layer| LayerFrame {
            grad_norm: layer[0],
            clipped_grad_norm: layer[1],
            update_ratio: Some(layer[2]).filter(|r| !r.is_nan()),
        })
    }
    /// As a frame; a recorded step was running.
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
