//! The default of `torch.nn.Linear`. There, biases are drawn alike; here, they have a setting of their own.

use super::{Initializer, Law, fill_uniform};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w ~ U(−a, a), a = 1 / √fan_in
#[derive(Clone, Copy, Debug)]
pub struct TorchDefault;

impl Described for TorchDefault {
    const ITEM: Item = Item {
        id: "torch-default",
        label: "PyTorch's default",
        formula: "w ~ U(−a, a), a = 1 / √fan_in",
        help: "Each sum has a third of the variance of its inputs. In a deep network, signals and gradients shrink with every layer.",
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Initializer for TorchDefault {
    // 1 / fan_in = 1/20, the bound squared (`torch.nn.Linear`).
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] =
        &[super::Example { settings: "", law: crate::oracles::Law::Uniform(0.05) }];

    fn law(&self, _: usize, fan_in: usize) -> Option<Law> {
        Some(Law::uniform((1.0 / fan_in as f64).sqrt()))
    }

    fn fill(&self, _: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_uniform((1.0 / fan_in as f64).sqrt(), random, weights);
    }
}
