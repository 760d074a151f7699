//! Initializers of weight matrices, in order of difficulty, one file each, and of biases.

mod biases;
mod constant;
mod he_normal;
mod he_uniform;
mod lecun_normal;
mod lecun_uniform;
mod lsuv;
mod normal;
mod orthogonal;
pub mod recurrences;
mod torch_default;
mod uniform;
mod xavier_normal;
mod xavier_uniform;
mod zeros;

pub use biases::{BIAS_STD, Biases};
pub use normal::INIT_STD;
#[cfg(test)]
pub use oracle::Example;
pub use orthogonal::Orthogonal;

use crate::activations::{ACTIVATION, AnyActivation};
use crate::layout::{Layout, Role};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Default, Item, Key, Param, Range, Settings, default_choice, family};

/// An initializer of weight matrices.
pub trait Initializer {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// Fills `weights`, [fan_out, fan_in] row by row, from `random`.
    fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]);

    /// The distribution of one weight of a [fan_out, fan_in] matrix. `None` if weights are no random draws of mean 0, or
    /// if their size depends on the data.
    fn law(&self, fan_out: usize, fan_in: usize) -> Option<Law>;

    /// Whether matrices are rescaled by the variance of their outputs over the data; see [`Self::rescale`].
    const NEEDS_DATA: bool = false;

    /// The factor for a matrix whose outputs over the data have this variance; `None` to leave it. Called layer by
    /// layer, first to last, and again after a change.
    fn rescale(&self, _variance: f64) -> Option<f64> {
        None
    }
}

/// The distribution of a weight with mean 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// Its variance.
    pub variance: f64,
    /// E\[w⁴\] / E\[w²\]²: 3 for normal draws, 9/5 for uniform ones.
    pub kurtosis: f64,
    /// Whether rows or columns are orthogonal, so that the matrix keeps the length of a vector.
    pub orthogonal: bool,
}

impl Law {
    /// Independent normal draws.
    pub const fn normal(variance: f64) -> Self {
        Self { variance, kurtosis: 3.0, orthogonal: false }
    }

    /// Independent uniform draws between −bound and bound.
    pub const fn uniform(bound: f64) -> Self {
        Self { variance: bound * bound / 3.0, kurtosis: 1.8, orthogonal: false }
    }
}

family! { ($)
    /// The initializer chosen by the settings.
    pub enum AnyInitializer: INIT as each_initializer {
        zeros::Zeros,
        constant::Constant,
        uniform::Uniform,
        normal::Normal,
        torch_default::TorchDefault,
        lecun_uniform::LecunUniform,
        lecun_normal::LecunNormal,
        xavier_uniform::XavierUniform,
        xavier_normal::XavierNormal,
        he_uniform::HeUniform,
        he_normal::HeNormal,
        orthogonal::Orthogonal,
        lsuv::Lsuv,
    }
}

/// The setting that chooses the initializer.
pub const INIT: Key<&'static Item> = Key::new(Param {
    key: "init",
    label: "Weights",
    help: "How the weights are initialised.",
    default: default_choice(AnyInitializer::ITEMS, "xavier-normal"),
    range: Range::Choice(AnyInitializer::ITEMS),
    ..Param::BASE
});

impl AnyInitializer {
    /// [`Initializer::fill`].
    pub fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        each_initializer!(self, init => init.fill(fan_out, fan_in, random, weights));
    }

    /// Random parameters for `layout`. Each weight matrix has its own stream of `seed`.
    pub fn draw(&self, layout: &Layout, biases: Biases, seed: u64) -> Vec<f64> {
        let mut params = layout.constants();
        for (k, tensor) in layout.tensors.iter().enumerate().filter(|(_, t)| t.role == Role::Weight) {
            let mut random = Stream::new(seed, Purpose::Initialization, k as u32);
            self.fill(tensor.shape[0], tensor.shape[1], &mut random, &mut params[tensor.range.clone()]);
        }
        biases.add(layout, seed, &mut params);
        params
    }

    /// [`Initializer::law`].
    pub fn law(&self, fan_out: usize, fan_in: usize) -> Option<Law> {
        each_initializer!(self, init => init.law(fan_out, fan_in))
    }

    /// [`Initializer::NEEDS_DATA`].
    pub fn needs_data(&self) -> bool {
        fn of<I: Initializer>(_: &I) -> bool {
            I::NEEDS_DATA
        }
        each_initializer!(self, init => of(init))
    }

    /// [`Initializer::rescale`].
    pub fn rescale(&self, variance: f64) -> Option<f64> {
        each_initializer!(self, init => init.rescale(variance))
    }
}

/// The gain of initializers that compensate for the activation.
const GAIN: Key<f64> = Key::new(Param {
    key: "gain",
    seldom: true,
    label: "Gain",
    help: "Factor that compensates for the activation. The default is PyTorch's gain for the chosen activation.",
    default: Default::By(activation_gain),
    range: Range::Linear(0.0, 10.0),
    ..Param::BASE
});

/// Whether a variance depends on fan-in or fan-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fan {
    /// Fan-in: signals keep their variance in the forward pass.
    In,
    /// Fan-out: gradients keep theirs in the backward pass.
    Out,
}

impl Fan {
    fn build(settings: &Settings) -> Self {
        if settings.get(&FAN_MODE).id == "fan-out" { Fan::Out } else { Fan::In }
    }

    fn of(self, fan_out: usize, fan_in: usize) -> f64 {
        match self {
            Fan::In => fan_in as f64,
            Fan::Out => fan_out as f64,
        }
    }
}

/// The choice between fan-in and fan-out.
const FAN_MODE: Key<&'static Item> = Key::new(Param {
    key: "fan_mode",
    seldom: true,
    label: "Fan",
    help: "Whether the variance of the weights follows the number of inputs or of outputs.",
    range: Range::Choice(&[
        Item {
            id: "fan-in",
            label: "Fan-in",
            help: "Uses the number of inputs. Signals keep their size in the forward pass.",
            ..Item::BASE
        },
        Item {
            id: "fan-out",
            label: "Fan-out",
            help: "Uses the number of outputs. Gradients keep their size in the backward pass.",
            ..Item::BASE
        },
    ]),
    ..Param::BASE
});

/// The gain of the chosen activation; 1 if the scenario has no choice (a recurrent cell brings its own).
fn activation_gain(settings: &Settings) -> f64 {
    let chosen = settings.uses(&ACTIVATION);
    if chosen { AnyActivation::build(settings).gain() } else { 1.0 }
}

/// Normal draws of mean 0 and the given standard deviation.
fn fill_normal(std: f64, random: &mut Stream, weights: &mut [f64]) {
    for weight in weights {
        *weight = std * random.normal();
    }
}

/// Uniform draws between −bound and bound.
fn fill_uniform(bound: f64, random: &mut Stream, weights: &mut [f64]) {
    for weight in weights {
        *weight = bound * (2.0 * random.uniform() - 1.0);
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
