//! LeCun uniform: Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient BackProp", 1998, eq. 16.

use super::{Initializer, Law, fill_uniform};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w ~ U(−a, a), a = √(3 / fan_in)
#[derive(Clone, Copy, Debug)]
pub struct LecunUniform;

impl Described for LecunUniform {
    const ITEM: Item = Item {
        id: "lecun-uniform",
        label: "LeCun uniform",
        formula: "w ~ U(−a, a), a = √(3 / fan_in)",
        help: "The variance of LeCun normal, without its tails.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Initializer for LecunUniform {
    // 3 / fan_in = 3/20, the bound squared.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[super::Example { settings: "", law: crate::oracles::Law::Uniform(0.15) }];

    fn law(&self, _: usize, fan_in: usize) -> Option<Law> {
        Some(Law::uniform((3.0 / fan_in as f64).sqrt()))
    }

    fn fill(&self, _: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_uniform((3.0 / fan_in as f64).sqrt(), random, weights);
    }
}
