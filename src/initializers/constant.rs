//! All weights equal.

use super::{Initializer, Law};
use crate::math::random::Stream;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings};

/// w = c
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// c
    pub value: f64,
}

const INIT_VALUE: Key<f64> = Key::new(Param {
    key: "init_value",
    label: "Weight",
    help: "The value of every weight.",
    default: Default::Value(0.1),
    range: Range::Linear(-10.0, 10.0),
    ..Param::BASE
});

impl Described for Constant {
    const ITEM: Item = Item {
        id: "constant",
        label: "Constant",
        formula: "w = c",
        help: "The units of a layer start equal and stay equal, as with zeros, but signals and gradients do flow.",
        params: &[INIT_VALUE.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { value: settings.get(&INIT_VALUE) }
    }
}

impl Initializer for Constant {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "", law: crate::oracles::Law::Constant(0.1) },
        super::Example { settings: "init_value=-3", law: crate::oracles::Law::Constant(-3.0) },
    ];

    fn law(&self, _: usize, _: usize) -> Option<Law> {
        None
    }

    fn fill(&self, _: usize, _: usize, _: &mut Stream, weights: &mut [f64]) {
        weights.fill(self.value);
    }
}
