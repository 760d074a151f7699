//! The layout of a parameter vector: named tensors and layers, with PyTorch's names and shapes. Clips and optimizers
//! know nothing else about a network.

use crate::math::Real;
use std::ops::Range;

/// The role of a tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A weight matrix.
    Weight,
    /// A recurrent weight matrix.
    Recurrent,
    /// A bias.
    Bias,
    /// A scale: of each normalised feature, or of a whole signal.
    Scale,
    /// Coordinates of a point, if there is no network.
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
    /// Its name in an `nn.Sequential` of the network's modules; equal to `name` if there is no such sequence.
    pub in_sequence: String,
    /// Its shape; a matrix is [out, in], row by row.
    pub shape: Vec<usize>,
    /// Its role.
    pub role: Role,
    /// Index of its layer.
    pub layer: usize,
    /// Its range in the parameter vector.
    pub range: Range<usize>,
    /// Initial value of its elements, unless an initializer draws them.
    pub start: f64,
}

/// Numbers that training changes without a gradient: running statistics.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// PyTorch's name.
    pub name: String,
    /// Its name in an `nn.Sequential` of the network's modules.
    pub in_sequence: String,
    /// Its range in the vector of buffers.
    pub range: Range<usize>,
    /// Initial value of its elements.
    pub start: f64,
}

/// A group of tensors with one gradient norm.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Name.
    pub name: String,
    /// Its range in the parameter vector.
    pub range: Range<usize>,
}

/// The layout of a parameter vector.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Tensors, in the order of the vector.
    pub tensors: Vec<Tensor>,
    /// Layers, in the order of the vector.
    pub layers: Vec<Layer>,
    /// Running statistics.
    pub buffers: Vec<Buffer>,
}

impl Layout {
    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.range.end)
    }

    /// Whether there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Begins a new layer. Tensors are added to the last one.
    pub fn begin_layer(&mut self, name: String) {
        let at = self.len();
        self.layers.push(Layer { name, range: at..at });
    }

    /// Adds a tensor to the last layer; returns its range.
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

    /// Adds a buffer with the initial value `start`; returns its range.
    pub fn add_buffer(&mut self, name: String, size: usize, start: f64) -> Range<usize> {
        let at = self.buffers.last().map_or(0, |buffer| buffer.range.end);
        let (range, in_sequence) = (at..at + size, name.clone());
        self.buffers.push(Buffer { name, in_sequence, range: range.clone(), start });
        range
    }

    /// The parameters before an initializer draws weights: each tensor has its initial value.
    pub fn constants(&self) -> Vec<f64> {
        self.tensors.iter().flat_map(|t| t.range.clone().map(|_| t.start)).collect()
    }

    /// The initial buffers.
    pub fn first_buffers<R: Real>(&self) -> Vec<R> {
        self.buffers.iter().flat_map(|b| b.range.clone().map(|_| R::of(b.start))).collect()
    }
}
