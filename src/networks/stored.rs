//! A network in a narrow format: every tensor is rounded when it is stored, and underflow and overflow are counted.
//!
//! The modules are unaware of it. They compute in f32 from rounded parameters and signals, and their outputs are
//! rounded. Padding is not rounded, because no result depends on it.

use crate::layout::Layout;
use crate::math::Real;
use crate::math::formats::{Format, Rounded};
use crate::precisions::LayerRounding;

/// The rounded parameters of a pass, and the counts.
#[derive(Clone, Debug)]
pub struct Stored<R> {
    format: Format,
    params: Vec<R>,
    layers: Vec<LayerRounding>,
    scale: R,
}

/// Columns that hold examples, and the stride.
type Columns = (usize, usize);

impl<R: Real> Stored<R> {
    /// Buffers for a network of this layout.
    pub fn new(format: Format, layout: &Layout) -> Self {
        let params = vec![R::ZERO; layout.layers.last().map_or(0, |layer| layer.range.end)];
        Self { format, params, layers: vec![LayerRounding::default(); layout.layers.len()], scale: R::ONE }
    }

    /// Resets the counts and sets the loss scale.
    pub fn begin(&mut self, scale: f64) {
        self.layers.fill(LayerRounding::default());
        self.scale = R::of(scale);
    }

    /// The rounded parameters.
    pub fn params(&self) -> &[R] {
        &self.params
    }

    /// The counts, layer by layer.
    pub fn layers(&self) -> &[LayerRounding] {
        &self.layers
    }

    /// Rounds the parameters into a copy, and the input in place.
    pub fn begin_forward(&mut self, params: &[R], input: &mut [R], columns: Columns) {
        self.params.copy_from_slice(params);
        R::store(self.format, &mut self.params);
        store(self.format, input, columns);
    }

    /// Rounds a module's output.
    pub fn forward(&mut self, layer: usize, y: &mut [R], columns: Columns) {
        self.layers[layer].forward.add(store(self.format, y, columns));
    }

    /// Scales and rounds the gradient by the network's output.
    pub fn begin_backward(&mut self, layer: usize, slope: &mut [R], columns: Columns) {
        slope.iter_mut().for_each(|d| *d *= self.scale);
        self.backward(layer, slope, columns);
    }

    /// Rounds the gradient by a module's output.
    pub fn backward(&mut self, layer: usize, slope: &mut [R], columns: Columns) {
        self.layers[layer].backward.add(store(self.format, slope, columns));
    }

    /// The gradient without the loss scale; uses `room` if that is not 1.
    pub fn unscaled<'a>(&self, slope: &'a [R], room: &'a mut [R]) -> &'a [R] {
        if self.scale == R::ONE {
            return slope;
        }
        let room = &mut room[..slope.len()];
        room.iter_mut().zip(slope).for_each(|(room, d)| *room = *d / self.scale);
        room
    }

    /// Rounds the parameters' gradient, then divides it by the loss scale in f32.
    pub fn gradient(&mut self, gradient: &mut [R], layout: &Layout) {
        for (counts, layer) in self.layers.iter_mut().zip(&layout.layers) {
            counts.gradient = R::store(self.format, &mut gradient[layer.range.clone()]);
        }
        if self.scale != R::ONE {
            gradient.iter_mut().for_each(|g| *g = *g / self.scale);
        }
    }
}

/// Rounds a signal without its padding.
fn store<R: Real>(format: Format, values: &mut [R], (columns, stride): Columns) -> Rounded {
    if columns == stride {
        return R::store(format, values);
    }
    let mut rounded = Rounded::default();
    values.chunks_exact_mut(stride).for_each(|row| rounded.add(R::store(format, &mut row[..columns])));
    rounded
}
