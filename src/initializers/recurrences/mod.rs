//! Initializers of recurrent matrices, one file each. A gated cell has a matrix for each gate.

mod identity;
mod orthogonal;
mod same;

#[cfg(test)]
pub use oracle::Example;

use super::AnyInitializer;
use crate::math::random::Stream;
use crate::registry::{Default, Item, Key, Param, Range, default_choice, family};

/// An initializer of recurrent matrices.
pub trait Recurrence {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// Fills `weights`, [hidden, hidden] row by row, from `random`. `others` is the initializer of all other weights.
    fn fill(&self, others: &AnyInitializer, hidden: usize, random: &mut Stream, weights: &mut [f64]);

    /// The largest |λ| of a wide matrix; `None` if it is not known.
    fn radius(&self, others: &AnyInitializer, hidden: usize) -> Option<f64>;
}

family! { ($)
    /// The recurrent initializer chosen by the settings.
    pub enum AnyRecurrence: RECURRENT_INIT as each_recurrence {
        same::Same,
        orthogonal::Orthogonal,
        identity::Identity,
    }
}

/// The setting that chooses the initializer of recurrent matrices.
pub const RECURRENT_INIT: Key<&'static Item> = Key::new(Param {
    key: "recurrent_init",
    label: "Recurrent weights",
    help: "How the matrices from one state to the next are initialised. A gated cell has one for each gate.",
    default: default_choice(AnyRecurrence::ITEMS, "same"),
    range: Range::Choice(AnyRecurrence::ITEMS),
    ..Param::BASE
});

impl AnyRecurrence {
    /// [`Recurrence::fill`].
    pub fn fill(&self, others: &AnyInitializer, hidden: usize, random: &mut Stream, weights: &mut [f64]) {
        each_recurrence!(self, recurrence => recurrence.fill(others, hidden, random, weights));
    }
}

impl AnyRecurrence {
    /// [`Recurrence::radius`].
    pub fn radius(&self, others: &AnyInitializer, hidden: usize) -> Option<f64> {
        each_recurrence!(self, recurrence => recurrence.radius(others, hidden))
    }
}

/// All singular values of the matrix.
pub const RECURRENT_GAIN: Key<f64> = Key::new(Param {
    key: "recurrent_gain",
    label: "Recurrent gain",
    help: "Initial value of all singular values of the recurrent matrix. Below 1 gradients vanish, above 1 they can explode.",
    default: Default::Value(1.0),
    range: Range::Linear(0.0, 3.0),
    ..Param::BASE
});

#[cfg(test)]
mod oracle;
