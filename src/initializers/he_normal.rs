//! He (Kaiming) normal, fan-in: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015, eq. 10.

use super::{GAIN, Initializer, fill_normal};
use crate::math::Real;
use crate::math::random::Stream;
use crate::registry::{Described, Item};
use crate::settings::Settings;

/// w ~ N(0, gain² / fan_in)
#[derive(Clone, Copy, Debug)]
pub struct HeNormal {
    /// Factor for the activation.
    pub gain: f64,
}

impl Described for HeNormal {
    const ITEM: Item = Item {
        id: "he-normal",
        label: "He normal",
        formula: "w ~ N(0, gain² / fan_in)",
        help: "Makes up for ReLU dropping half of its input: signals and gradients keep their size through any depth.",
        params: &[GAIN],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.number("gain") }
    }
}

impl Initializer for HeNormal {
    fn fill<R: Real>(&self, _: usize, fan_in: usize, random: &mut Stream, weights: &mut [R]) {
        fill_normal(self.gain / (fan_in as f64).sqrt(), random, weights);
    }
}
