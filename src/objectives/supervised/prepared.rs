//! Data prepared for a network.

use crate::datasets::Data;
use crate::losses::AnyLoss;
use crate::math::Real;
use crate::objectives::{Examples, row_by_row};

/// Data in the layout that the network and its loss need.
pub(super) struct Prepared<R> {
    pub data: Data,
    /// [features, rows]
    pub inputs: Vec<R>,
    /// [target rows, rows]
    pub targets: Vec<R>,
}

impl<R: Real> Prepared<R> {
    pub fn new(data: Data, loss: &AnyLoss, outputs: usize) -> Self {
        let convert = |values: &[f64]| values.iter().map(|v| R::of(*v)).collect();
        let (inputs, targets) = (convert(&data.inputs), convert(&data.targets_for(loss, outputs)));
        Self { data, inputs, targets }
    }

    /// Rows of the targets: one for class indices, otherwise one for each output.
    pub fn target_rows(&self) -> usize {
        self.targets.len() / self.data.rows
    }

    /// The same in PyTorch's shapes; `classes` says whether the targets are class indices.
    pub fn examples(&self, classes: bool) -> Examples {
        let rows = self.data.rows;
        Examples {
            input_shape: vec![rows, self.inputs.len() / rows],
            input: row_by_row(&self.inputs, rows),
            target_shape: if classes { vec![rows] } else { vec![rows, self.target_rows()] },
            target: row_by_row(&self.targets, rows),
            classes,
            slopes: Vec::new(),
        }
    }
}
