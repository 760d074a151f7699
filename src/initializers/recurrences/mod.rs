//! How the matrices from a state to the next one are drawn, one file each; of a gated cell, the matrix of each gate.

mod identity;
mod orthogonal;
mod same;

use super::AnyInitializer;
use crate::math::random::Stream;
use crate::registry::{Default, Param, Range, family};

/// A way to draw a recurrent matrix.
pub trait Recurrence {
    /// Fills `weights`, [hidden, hidden] row by row, from `random`; `others` is how all other weights are drawn.
    fn fill(&self, others: &AnyInitializer, hidden: usize, random: &mut Stream, weights: &mut [f64]);
}

family! { ($)
    /// The way chosen by the settings.
    pub enum AnyRecurrence: "recurrent_init" as each_recurrence {
        same::Same,
        orthogonal::Orthogonal,
        identity::Identity,
    }
}

impl AnyRecurrence {
    /// [`Recurrence::fill`].
    pub fn fill(&self, others: &AnyInitializer, hidden: usize, random: &mut Stream, weights: &mut [f64]) {
        each_recurrence!(self, way => way.fill(others, hidden, random, weights));
    }
}

/// What all singular values of the matrix are.
const GAIN: Param = Param {
    key: "recurrent_gain",
    label: "Recurrent gain",
    help: "Initial value of all singular values of the recurrent matrix. Below 1 gradients vanish, above 1 they can explode.",
    default: Default::Value(1.0),
    range: Range::Linear(0.0, 3.0),
    ..Param::BASE
};
