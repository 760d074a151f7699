//! Recurrent matrices drawn like all others.

use super::Recurrence;
use crate::initializers::AnyInitializer;
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// The initializer of all other weights.
#[derive(Clone, Copy, Debug)]
pub struct Same;

impl Described for Same {
    const ITEM: Item = Item {
        id: "same",
        label: "As the other weights",
        formula: "U ~ init",
        help: "Drawn like all other weights. A random matrix stretches some directions and shrinks most.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Recurrence for Same {
    // LeCun normal has the variance 1/20 here.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[super::Example { settings: "scenario=recall&init=lecun-normal", law: crate::oracles::Law::Normal(0.05) }];

    /// The circular law: √(n · variance) for independent entries (T. Tao, V. Vu 2010).
    fn radius(&self, others: &AnyInitializer, hidden: usize) -> Option<f64> {
        Some((others.law(hidden, hidden)?.variance * hidden as f64).sqrt())
    }

    fn fill(&self, others: &AnyInitializer, hidden: usize, random: &mut Stream, weights: &mut [f64]) {
        others.fill(hidden, hidden, random, weights);
    }
}
