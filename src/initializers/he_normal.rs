//! He (Kaiming) normal: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015, eq. 10 (fan-in) and
//! 14 (fan-out).

use super::{FAN_MODE, Fan, GAIN, Initializer, Law, fill_normal};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w ~ N(0, gain² / fan)
#[derive(Clone, Copy, Debug)]
pub struct HeNormal {
    /// Factor for the activation.
    pub gain: f64,
    /// Fan-in or fan-out.
    pub fan: Fan,
}

impl Described for HeNormal {
    const ITEM: Item = Item {
        id: "he-normal",
        label: "He normal",
        formula: "w ~ N(0, gain² / fan)",
        help: "Compensates for ReLU, which drops half of its input. Signals and gradients keep their size at any depth.",
        params: &[GAIN.param, FAN_MODE.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.get(&GAIN), fan: Fan::build(settings) }
    }
}

impl Initializer for HeNormal {
    // 1 / fan_in = 1/20, or 1 / fan_out = 1/30; times 2, the square of the gain of ReLU.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "activation=relu", law: crate::oracles::Law::Normal(0.1) },
        super::Example { settings: "activation=relu&fan_mode=fan-out", law: crate::oracles::Law::Normal(2.0 / 30.0) },
        super::Example { settings: "gain=0.5", law: crate::oracles::Law::Normal(0.0125) },
    ];

    fn law(&self, fan_out: usize, fan_in: usize) -> Option<Law> {
        let std = self.gain / self.fan.of(fan_out, fan_in).sqrt();
        Some(Law::normal(std * std))
    }

    fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_normal(self.gain / self.fan.of(fan_out, fan_in).sqrt(), random, weights);
    }
}
