//! Xavier (Glorot) normal: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
//! networks", 2010, eq. 12.

use super::{GAIN, Initializer, Law, fill_normal};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// w ~ N(0, gain² · 2 / (fan_in + fan_out))
#[derive(Clone, Copy, Debug)]
pub struct XavierNormal {
    /// Factor for the activation.
    pub gain: f64,
}

impl Described for XavierNormal {
    const ITEM: Item = Item {
        id: "xavier-normal",
        label: "Xavier normal",
        formula: "w ~ N(0, gain² · 2 / (fan_in + fan_out))",
        help: "Keeps the size of forward signals and backward gradients about constant, for activations that are linear near zero.",
        params: &[GAIN.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.get(&GAIN) }
    }
}

impl Initializer for XavierNormal {
    // 2 / (fan_in + fan_out) = 2/50; times 25/9, the square of the gain of tanh; a recurrent network has the gain 1.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "activation=sigmoid", law: crate::oracles::Law::Normal(0.04) },
        super::Example { settings: "activation=tanh", law: crate::oracles::Law::Normal(1.0 / 9.0) },
        super::Example { settings: "gain=0.5", law: crate::oracles::Law::Normal(0.01) },
        super::Example { settings: "scenario=recall", law: crate::oracles::Law::Normal(0.04) },
    ];

    fn law(&self, fan_out: usize, fan_in: usize) -> Option<Law> {
        let std = self.gain * (2.0 / (fan_in + fan_out) as f64).sqrt();
        Some(Law::normal(std * std))
    }

    fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        fill_normal(self.gain * (2.0 / (fan_in + fan_out) as f64).sqrt(), random, weights);
    }
}
