//! Uniform draws between two chosen bounds.

use super::{Initializer, Law, fill_uniform};
use crate::math::random::Stream;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings};

/// w ~ U(−a, a)
#[derive(Clone, Copy, Debug)]
pub struct Uniform {
    /// a
    pub bound: f64,
}

const INIT_BOUND: Key<f64> = Key::new(Param {
    key: "init_bound",
    label: "Bound",
    help: "Largest absolute value of a weight.",
    default: Default::Value(1.0),
    range: Range::Log(0.0, 100.0),
    ..Param::BASE
});

impl Described for Uniform {
    const ITEM: Item = Item {
        id: "uniform",
        label: "Uniform",
        formula: "w ~ U(−a, a)",
        help: "Standard deviation a/√3, whatever the width. With depth, gradients vanish if a is small and explode if it is large.",
        params: &[INIT_BOUND.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { bound: settings.get(&INIT_BOUND) }
    }
}

impl Initializer for Uniform {
    // By definition: the bound squared.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "", law: crate::oracles::Law::Uniform(1.0) },
        super::Example { settings: "init_bound=0.5", law: crate::oracles::Law::Uniform(0.25) },
    ];

    fn law(&self, _: usize, _: usize) -> Option<Law> {
        Some(Law::uniform(self.bound))
    }

    fn fill(&self, _: usize, _: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_uniform(self.bound, random, weights);
    }
}
