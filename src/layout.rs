//! How a parameter vector is divided into named tensors and layers; names and shapes are PyTorch's. Clips and optimizers
//! know a network by nothing else.

use crate::math::Real;
use std::ops::Range;

/// What a tensor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A matrix between features.
    Weight,
    /// A matrix from a state to the next one.
    Recurrent,
    /// An offset.
    Bias,
    /// A factor: of each feature of a normalised signal, or of a whole one.
    Scale,
    /// A point's coordinates, where there is no network.
    Point,
}

impl Role {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Weight => "weight",
            Role::Recurrent => "recurrent weight",
            Role::Bias => "bias",
            Role::Scale => "scale",
            Role::Point => "position",
        }
    }
}

/// A named part of the parameter vector.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// PyTorch's name.
    pub name: String,
    /// Its name in an `nn.Sequential` of the network's modules; the same as `name` where there is no such sequence.
    pub in_sequence: String,
    /// Sizes; a matrix is [out, in], row by row.
    pub shape: Vec<usize>,
    /// What it does.
    pub role: Role,
    /// Its layer in the layout.
    pub layer: usize,
    /// Its place in the parameter vector.
    pub range: Range<usize>,
    /// What its elements start at, unless an initialiser draws them.
    pub start: f64,
}

/// Numbers that training moves without a gradient: running statistics.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// PyTorch's name.
    pub name: String,
    /// Its name in an `nn.Sequential` of the network's modules.
    pub in_sequence: String,
    /// Its place in the vector of buffers.
    pub range: Range<usize>,
    /// What its elements start at.
    pub start: f64,
}

/// A group of tensors whose gradient is shown as one.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Name.
    pub name: String,
    /// Its place in the parameter vector.
    pub range: Range<usize>,
}

/// The parameter vector's division.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Tensors, in the order of the vector.
    pub tensors: Vec<Tensor>,
    /// Layers, in the order of the vector.
    pub layers: Vec<Layer>,
    /// What a run carries beside its parameters.
    pub buffers: Vec<Buffer>,
}

impl Layout {
    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.range.end)
    }

    /// Whether there is nothing to move.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Begins a new layer; tensors are added to the last one.
    pub fn begin_layer(&mut self, name: String) {
        let at = self.len();
        self.layers.push(Layer { name, range: at..at });
    }

    /// Adds a tensor to the last layer; returns its place.
    pub fn add(&mut self, name: String, shape: &[usize], role: Role) -> Range<usize> {
        let at = self.len();
        let range = at..at + shape.iter().product::<usize>();
        let layer = self.layers.len() - 1;
        self.layers[layer].range.end = range.end;
        let in_sequence = name.clone();
        let start = if role == Role::Scale { 1.0 } else { 0.0 };
        let shape = shape.to_vec();
        self.tensors.push(Tensor { name, in_sequence, shape, role, layer, range: range.clone(), start });
        range
    }

    /// Adds a buffer that starts at `start`; returns its place.
    pub fn add_buffer(&mut self, name: String, size: usize, start: f64) -> Range<usize> {
        let at = self.buffers.last().map_or(0, |buffer| buffer.range.end);
        let (range, in_sequence) = (at..at + size, name.clone());
        self.buffers.push(Buffer { name, in_sequence, range: range.clone(), start });
        range
    }

    /// The parameters before any initialiser has drawn: biases 0, factors at their start.
    pub fn constants(&self) -> Vec<f64> {
        self.tensors.iter().flat_map(|t| t.range.clone().map(|_| t.start)).collect()
    }

    /// The buffers before the first step.
    pub fn first_buffers<R: Real>(&self) -> Vec<R> {
        self.buffers.iter().flat_map(|b| b.range.clone().map(|_| R::of(b.start))).collect()
    }
}
