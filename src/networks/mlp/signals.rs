//! What a network computes with on one pass.

use crate::layout::Layout;
use crate::math::Real;
use crate::networks::Delta;
use crate::networks::stored::Stored;
use crate::precisions::LayerRounding;

/// Signals of one pass, sized once for a network and a number of columns.
pub struct Signals<R> {
    /// The input, then every module's output.
    pub(super) values: Vec<Vec<R>>,
    /// What every module kept of its way forward.
    pub(super) saved: Vec<Vec<R>>,
    /// Examples of the last piece that went forward.
    pub(super) columns: usize,
    pub(super) delta: Delta<R>,
    /// Where numbers are rounded as they are stored.
    pub(super) stored: Option<Stored<R>>,
}

impl<R: Real> Signals<R> {
    /// Begins a gradient: counts what is rounded from here on, and multiplies slopes by `loss_scale` where they are.
    pub fn begin(&mut self, loss_scale: f64) {
        if let Some(stored) = &mut self.stored {
            stored.begin(loss_scale);
        }
    }

    /// Rounds the gradient that the way back has left, layer by layer, and divides it by the loss scale.
    pub fn store_gradient(&mut self, gradient: &mut [R], layout: &Layout) {
        if let Some(stored) = &mut self.stored {
            stored.gradient(gradient, layout);
        }
    }

    /// What rounding did to each layer since [`Self::begin`]; empty where nothing is rounded.
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

    /// The output, and where its slope belongs.
    pub fn output_slope(&mut self) -> (&[R], &mut [R]) {
        (self.values.last().map_or(&[], Vec::as_slice), &mut self.delta.now)
    }
}
