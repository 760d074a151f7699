//! LeCun normal: Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient BackProp", 1998, eq. 16.

use super::{Initializer, Law, fill_normal};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w ~ N(0, 1 / fan_in)
#[derive(Clone, Copy, Debug)]
pub struct LecunNormal;

impl Described for LecunNormal {
    const ITEM: Item = Item {
        id: "lecun-normal",
        label: "LeCun normal",
        formula: "w ~ N(0, 1 / fan_in)",
        help: "Each sum keeps the variance of its inputs. SELU was designed for these weights.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Initializer for LecunNormal {
    // 1 / fan_in = 1/20.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[super::Example { settings: "", law: crate::oracles::Law::Normal(0.05) }];

    fn law(&self, _: usize, fan_in: usize) -> Option<Law> {
        let std = (1.0 / fan_in as f64).sqrt();
        Some(Law::normal(std * std))
    }

    fn fill(&self, _: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_normal((1.0 / fan_in as f64).sqrt(), random, weights);
    }
}
