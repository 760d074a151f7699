//! How a parameter vector is divided into named tensors and layers; names and shapes are PyTorch's. Clips and optimizers
//! know a network by nothing else.

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
        self.tensors.push(Tensor { name, in_sequence, shape: shape.to_vec(), role, layer, range: range.clone() });
        range
    }
}
