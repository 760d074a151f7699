//! How the matrices from a state to the next one are drawn, one file each; of a gated cell, the matrix of each gate.

mod identity;
mod orthogonal;
mod same;

#[cfg(test)]
pub use oracle::Example;

use super::AnyInitializer;
use crate::math::random::Stream;
use crate::registry::{Default, Param, Range, family};

/// A way to draw a recurrent matrix.
pub trait Recurrence {
    /// Known values that were not computed by this code; every item has to state some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

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
    help: "What every singular value of the recurrent matrix starts at: below 1 gradients fade, above 1 they can explode.",
    default: Default::Value(1.0),
    range: Range::Linear(0.0, 3.0),
    ..Param::BASE
};

#[cfg(test)]
mod oracle;
