//! A network's numbers in a narrow format: every tensor is rounded as it is stored, and what is lost is counted.
//!
//! The modules themselves know nothing of it. They compute in f32 with rounded parameters from rounded signals, and what
//! they put out is rounded. Padding is left as it is: no result depends on it.

use crate::layout::Layout;
use crate::math::Real;
use crate::math::formats::{Format, Rounded};
use crate::precisions::LayerRounding;

/// The rounded parameters of a pass, and counts.
#[derive(Clone, Debug)]
pub struct Stored<R> {
    format: Format,
    params: Vec<R>,
    layers: Vec<LayerRounding>,
    scale: R,
}

/// Columns that are examples, and the distance between rows.
type Columns = (usize, usize);

impl<R: Real> Stored<R> {
    /// Room for a network of this layout.
    pub fn new(format: Format, layout: &Layout) -> Self {
        let params = vec![R::ZERO; layout.layers.last().map_or(0, |layer| layer.range.end)];
        Self { format, params, layers: vec![LayerRounding::default(); layout.layers.len()], scale: R::ONE }
    }

    /// Counts from zero, and multiplies slopes by `scale` from here on.
    pub fn begin(&mut self, scale: f64) {
        self.layers.fill(LayerRounding::default());
        self.scale = R::of(scale);
    }

    /// The parameters that the network computes with.
    pub fn params(&self) -> &[R] {
        &self.params
    }

    /// What has been counted, layer by layer.
    pub fn layers(&self) -> &[LayerRounding] {
        &self.layers
    }

    /// Rounds a copy of the parameters, and the input itself.
    pub fn begin_forward(&mut self, params: &[R], input: &mut [R], columns: Columns) {
        self.params.copy_from_slice(params);
        R::store(self.format, &mut self.params);
        store(self.format, input, columns);
    }

    /// Rounds what a module of a layer has put out.
    pub fn forward(&mut self, layer: usize, y: &mut [R], columns: Columns) {
        self.layers[layer].forward.add(store(self.format, y, columns));
    }

    /// Scales and rounds the slope by the network's output.
    pub fn begin_backward(&mut self, layer: usize, slope: &mut [R], columns: Columns) {
        slope.iter_mut().for_each(|d| *d *= self.scale);
        self.backward(layer, slope, columns);
    }

    /// Rounds the slope by what a module of a layer has put out.
    pub fn backward(&mut self, layer: usize, slope: &mut [R], columns: Columns) {
        self.layers[layer].backward.add(store(self.format, slope, columns));
    }

    /// The slope without the scale, in `room` where it has to be computed.
    pub fn unscaled<'a>(&self, slope: &'a [R], room: &'a mut [R]) -> &'a [R] {
        if self.scale == R::ONE {
            return slope;
        }
        let room = &mut room[..slope.len()];
        room.iter_mut().zip(slope).for_each(|(room, d)| *room = *d / self.scale);
        room
    }

    /// Rounds a gradient, and then takes the scale out of it in f32.
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
