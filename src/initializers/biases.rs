//! Initial biases: zero, or normal draws.

use crate::layout::{Layout, Role};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Default, Key, Param, Range, Settings};

/// The setting for the standard deviation of the biases.
pub const BIAS_STD: Key<f64> = Key::new(Param {
    key: "bias_std",
    seldom: true,
    label: "Bias deviation",
    help: "Standard deviation of the normal biases at the start; 0 starts them at zero. In recurrent layers, the input biases of every gate are drawn.",
    default: Default::Value(0.0),
    range: Range::Log(0.0, 10.0),
    ..Param::BASE
});

/// b ~ N(0, std²)
///
/// In the theory of networks at their start, std² is σ_b² (B. Poole et al. 2016).
#[derive(Clone, Copy, Debug)]
pub struct Biases {
    /// Standard deviation.
    pub std: f64,
}

impl Biases {
    /// All zero.
    pub const ZERO: Self = Self { std: 0.0 };

    /// What the settings choose.
    pub fn of(settings: &Settings) -> Self {
        Self { std: settings.get(&BIAS_STD) }
    }

    /// Adds normal draws to the first bias of every layer that has a weight matrix. Shifts of normalisations stay.
    ///
    /// Each bias has its own stream, so weights do not depend on the setting. A recurrent layer has two biases, which
    /// only act as a sum. The first one is drawn, so the sum has this deviation; a forget gate keeps its mean.
    pub fn add(self, layout: &Layout, seed: u64, params: &mut [f64]) {
        if self.std == 0.0 {
            return;
        }
        let mut drawn = None;
        for (k, tensor) in layout.tensors.iter().enumerate().filter(|(_, tensor)| tensor.role == Role::Bias) {
            let has_weights = layout.tensors.iter().any(|t| t.layer == tensor.layer && t.role == Role::Weight);
            if !has_weights || drawn == Some(tensor.layer) {
                continue;
            }
            drawn = Some(tensor.layer);
            let mut random = Stream::new(seed, Purpose::Biases, k as u32);
            params[tensor.range.clone()].iter_mut().for_each(|bias| *bias += self.std * random.normal());
        }
    }
}
