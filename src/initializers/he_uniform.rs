//! He (Kaiming) uniform: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015
//! (`torch.nn.init.kaiming_uniform_`).

use super::{FAN_MODE, Fan, GAIN, Initializer, Law, fill_uniform};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w ~ U(−a, a), a = gain · √(3 / fan)
#[derive(Clone, Copy, Debug)]
pub struct HeUniform {
    /// Factor for the activation.
    pub gain: f64,
    /// Fan-in or fan-out.
    pub fan: Fan,
}

impl Described for HeUniform {
    const ITEM: Item = Item {
        id: "he-uniform",
        label: "He uniform",
        formula: "w ~ U(−a, a), a = gain √(3 / fan)",
        help: "The variance of He normal, without its tails: no weight is larger than a.",
        params: &[GAIN.param, FAN_MODE.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.get(&GAIN), fan: Fan::build(settings) }
    }
}

impl Initializer for HeUniform {
    // 3 / fan_in = 3/20, or 3 / fan_out = 3/30, the bound squared; times 2, the square of the gain of ReLU.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "activation=relu", law: crate::oracles::Law::Uniform(0.3) },
        super::Example { settings: "activation=relu&fan_mode=fan-out", law: crate::oracles::Law::Uniform(0.2) },
        super::Example { settings: "gain=0.5", law: crate::oracles::Law::Uniform(0.0375) },
    ];

    fn law(&self, fan_out: usize, fan_in: usize) -> Option<Law> {
        Some(Law::uniform(self.gain * (3.0 / self.fan.of(fan_out, fan_in)).sqrt()))
    }

    fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_uniform(self.gain * (3.0 / self.fan.of(fan_out, fan_in)).sqrt(), random, weights);
    }
}
