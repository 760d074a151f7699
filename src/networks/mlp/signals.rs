//! The buffers of one pass through a network.

use crate::layout::Layout;
use crate::math::Real;
use crate::networks::Delta;
use crate::networks::stored::Stored;
use crate::precisions::LayerRounding;

/// Signals of one pass, allocated once for a network and a number of columns.
pub struct Signals<R> {
    /// The input, then every module's output.
    pub(super) values: Vec<Vec<R>>,
    /// What every module saved for the backward pass.
    pub(super) saved: Vec<Vec<R>>,
    /// Number of examples in the last forward pass.
    pub(super) columns: usize,
    pub(super) delta: Delta<R>,
    /// Rounded parameters and counts, if numbers are rounded.
    pub(super) stored: Option<Stored<R>>,
}

impl<R: Real> Signals<R> {
    /// Begins a gradient: resets the rounding counts and sets the loss scale.
    pub fn begin(&mut self, loss_scale: f64) {
        if let Some(stored) = &mut self.stored {
            stored.begin(loss_scale);
        }
    }

    /// Rounds the gradient from the backward pass, layer by layer, and divides it by the loss scale.
    pub fn store_gradient(&mut self, gradient: &mut [R], layout: &Layout) {
        if let Some(stored) = &mut self.stored {
            stored.gradient(gradient, layout);
        }
    }

    /// Rounding counts by layer since [`Self::begin`]; empty if nothing is rounded.
    pub fn rounding(&self) -> &[LayerRounding] {
        self.stored.as_ref().map_or(&[], Stored::layers)
    }

    /// The network's input, [inputs, stride].
    pub fn input(&mut self) -> &mut [R] {
        &mut self.values[0]
    }

    /// The network's output, [outputs, stride].
    pub fn output(&self) -> &[R] {
        self.values.last().map_or(&[], Vec::as_slice)
    }

    /// The output, and the buffer for its gradient.
    pub fn output_slope(&mut self) -> (&[R], &mut [R]) {
        (self.values.last().map_or(&[], Vec::as_slice), &mut self.delta.now)
    }
}
