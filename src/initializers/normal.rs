//! Normal draws of a chosen standard deviation.

use super::{Initializer, Law, fill_normal};
use crate::math::random::Stream;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings};

/// w ~ N(0, std²)
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    /// Standard deviation.
    pub std: f64,
}

/// Standard deviation of the weights.
pub const INIT_STD: Key<f64> = Key::new(Param {
    key: "init_std",
    label: "Standard deviation",
    help: "Standard deviation of the weights (PyTorch's default is 1).",
    default: Default::Value(1.0),
    range: Range::Log(0.0, 100.0),
    ..Param::BASE
});

impl Described for Normal {
    const ITEM: Item = Item {
        id: "normal",
        label: "Normal",
        formula: "w ~ N(0, std²)",
        help: "The same standard deviation for any width. With depth, gradients vanish if std is small and explode if it is large.",
        params: &[INIT_STD.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { std: settings.get(&INIT_STD) }
    }
}

impl Initializer for Normal {
    // By definition: the variance.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "", law: crate::oracles::Law::Normal(1.0) },
        super::Example { settings: "init_std=0.5", law: crate::oracles::Law::Normal(0.25) },
    ];

    fn law(&self, _: usize, _: usize) -> Option<Law> {
        Some(Law::normal(self.std * self.std))
    }

    fn fill(&self, _: usize, _: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_normal(self.std, random, weights);
    }
}
