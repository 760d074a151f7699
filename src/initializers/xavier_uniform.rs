//! Xavier (Glorot) uniform: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
//! networks", 2010, eq. 16.

use super::{GAIN, Initializer, Law, fill_uniform};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w ~ U(−a, a), a = gain · √(6 / (fan_in + fan_out))
#[derive(Clone, Copy, Debug)]
pub struct XavierUniform {
    /// Factor for the activation.
    pub gain: f64,
}

impl Described for XavierUniform {
    const ITEM: Item = Item {
        id: "xavier-uniform",
        label: "Xavier uniform",
        formula: "w ~ U(−a, a), a = gain √(6 / (fan_in + fan_out))",
        help: "The variance of Xavier normal, without its tails: no weight is larger than a.",
        params: &[GAIN.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.get(&GAIN) }
    }
}

impl Initializer for XavierUniform {
    // 6 / (fan_in + fan_out) = 6/50, the bound squared; times 25/9, the square of the gain of tanh.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "activation=sigmoid", law: crate::oracles::Law::Uniform(0.12) },
        super::Example { settings: "activation=tanh", law: crate::oracles::Law::Uniform(3.0 / 9.0) },
        super::Example { settings: "gain=0.5", law: crate::oracles::Law::Uniform(0.03) },
    ];

    fn law(&self, fan_out: usize, fan_in: usize) -> Option<Law> {
        Some(Law::uniform(self.gain * (6.0 / (fan_in + fan_out) as f64).sqrt()))
    }

    fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_uniform(self.gain * (6.0 / (fan_in + fan_out) as f64).sqrt(), random, weights);
    }
}
