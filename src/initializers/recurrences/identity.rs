//! Identity recurrence: Q. V. Le, N. Jaitly, G. E. Hinton, "A simple way to initialize recurrent networks of rectified linear
//! units", 2015.

use super::{RECURRENT_GAIN, Recurrence};
use crate::initializers::AnyInitializer;
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// U = gain · I
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// The diagonal.
    pub gain: f64,
}

impl Described for Identity {
    const ITEM: Item = Item {
        id: "identity",
        label: "Identity",
        formula: "U = gain · I",
        help: "Every unit starts by keeping its state. With ReLU and gain 1, the gradient flows back unchanged over any number of time steps.",
        params: &[RECURRENT_GAIN.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.get(&RECURRENT_GAIN) }
    }
}

impl Recurrence for Identity {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "scenario=recall", law: crate::oracles::Law::Diagonal(1.0) },
        super::Example { settings: "scenario=recall&recurrent_gain=0.5", law: crate::oracles::Law::Diagonal(0.5) },
    ];

    fn radius(&self, _: &AnyInitializer, _: usize) -> Option<f64> {
        Some(self.gain)
    }

    fn fill(&self, _: &AnyInitializer, hidden: usize, _: &mut Stream, weights: &mut [f64]) {
        for (k, weight) in weights.iter_mut().enumerate() {
            *weight = if k % (hidden + 1) == 0 { self.gain } else { 0.0 };
        }
    }
}
