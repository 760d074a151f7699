//! Whatever can be minimised is an [`Objective`]: a parameter vector of named tensors in named layers, a loss and a
//! gradient. Optimizers, clips, landscapes, probes and charts know only this type. Each problem has a file that
//! implements the traits of [`problem`].

mod blueprint;
mod chart_data;
pub mod function;
pub mod hedging;
mod objective;
mod penalty;
pub mod pricing;
pub mod problem;
pub mod quadratic;
mod rows;
pub mod sequences;
pub mod smile;
pub mod supervised;
pub mod surfaces;
pub mod trading;

pub use crate::math::random::Noise;
pub use crate::networks::Observer;
pub use blueprint::Blueprint;
pub use chart_data::ChartData;
pub use objective::Objective;
pub use penalty::{L1, L2};
pub use problem::{Describe, Evaluate, Minimise, Problem, Train};
pub use rows::{Batch, CHUNK, Rows};

use crate::losses::{AnyLoss, Shape};
use crate::math::Real;
use crate::readout::Readout;
use rows::{gather, row_by_row};
use std::any::Any;

/// What kind of gradient an objective has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradientKind {
    /// The gradient of the loss; at a kink, PyTorch's choice.
    Exact,
    /// Truncated by design: some states count as constants.
    Truncated,
    /// An unbiased estimate. Finite differences of one loss do not reproduce it.
    Estimate,
}

/// Data in PyTorch's shapes, row by row.
#[derive(Clone, Debug)]
pub struct Examples {
    /// `[rows, features]`; `[length, rows, features]` for sequences.
    pub input_shape: Vec<usize>,
    /// The inputs.
    pub input: Vec<f64>,
    /// `[rows]` for classes, otherwise `[rows, outputs]`; with a leading dimension for sequences with several outputs.
    pub target_shape: Vec<usize>,
    /// The targets.
    pub target: Vec<f64>,
    /// Whether they are class indices.
    pub classes: bool,
    /// Slopes of the target by each input, [rows, features]; empty where none are learned.
    pub slopes: Vec<f64>,
}

/// Buffers of an objective, of a type that only the objective knows.
pub struct Workspace(Box<dyn Any + Send>);

impl Workspace {
    /// Wraps an objective's own buffers.
    pub fn new<T: Any + Send>(buffers: T) -> Self {
        Self(Box::new(buffers))
    }

    /// The buffers, by the objective that made them.
    fn get<T: Any + Send>(&mut self) -> &mut T {
        self.0.downcast_mut().expect("a workspace is used by the objective that made it")
    }
}

/// The plane of a function of two parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// x from where to where.
    pub x: [f64; 2],
    /// y from where to where.
    pub y: [f64; 2],
    /// Known minima.
    pub minima: Vec<[f64; 2]>,
}

/// Shows an observer the errors of a loss that is not smooth everywhere.
fn show_bends<R: Real>(loss: &AnyLoss, output: &[R], target: &[R], shape: Shape, observer: &mut dyn Observer<R>) {
    let bends = loss.bends();
    if !bends.is_empty() {
        shape.errors(output, target).for_each(|error| observer.bend(error, &bends));
    }
}

#[cfg(test)]
mod tests;
