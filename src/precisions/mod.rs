//! Precisions, one file each: how numbers are computed and stored.
//!
//! The narrow formats are emulated by rounding in f32 kernels (P. Micikevicius et al., "Mixed precision training",
//! 2018): products accumulate in f32 and are rounded once when a tensor is stored; elementwise operations round each
//! result. Normalisation and loss stay in f32, as in PyTorch's autocast.

mod bfloat16;
mod double;
mod e4m3;
mod e5m2;
mod half;
pub mod scaling;
mod single;

use crate::activations::ACTIVATION;
#[cfg(test)]
pub use oracle::Example;

use crate::math::formats::{Format, Rounded};
use crate::registry::{Default as ParamDefault, Item, Key, Param, Range, Settings, default_choice, family};
use scaling::Scaling;

/// A precision.
pub trait Precision {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// The format to which stored numbers are rounded; `None` for no rounding.
    const FORMAT: Option<Format> = None;
}

family! { ($)
    /// The precision chosen by the settings.
    pub enum AnyPrecision: PRECISION as each_precision {
        single::Single,
        double::Double,
        half::Half,
        bfloat16::Bfloat16,
        e4m3::E4m3,
        e5m2::E5m2,
    }
}

/// The setting that chooses the precision.
pub const PRECISION: Key<&'static Item> = Key::new(Param {
    key: "precision",
    label: "Precision",
    help: "The format in which numbers are stored.",
    default: default_choice(AnyPrecision::ITEMS, "f32"),
    range: Range::Choice(AnyPrecision::ITEMS),
    ..Param::BASE
});

impl AnyPrecision {
    /// Whether the settings ask for double precision.
    pub fn is_double(settings: &Settings) -> bool {
        matches!(Self::build(settings), Self::Double(_))
    }

    /// [`Precision::FORMAT`].
    pub fn format(&self) -> Option<Format> {
        fn format<P: Precision>(_: &P) -> Option<Format> {
            P::FORMAT
        }
        each_precision!(self, precision => format(precision))
    }
}

/// How a run stores its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Storage {
    /// The format to which numbers are rounded; `None` for no rounding.
    pub format: Option<Format>,
    /// Whether the optimizer updates parameters in f32, so that only the network's copy is rounded.
    pub master_weights: bool,
    /// Loss scaling.
    pub scaling: Scaling,
}

impl Storage {
    /// Nothing is rounded.
    pub const FULL: Self = Self { format: None, master_weights: true, scaling: Scaling::None };

    /// What the settings describe.
    pub fn of(settings: &Settings) -> Self {
        let Some(format) = AnyPrecision::build(settings).format() else { return Self::FULL };
        let master_weights = settings.get(&MASTER_WEIGHTS);
        Self { format: Some(format), master_weights, scaling: Scaling::of(settings) }
    }

    /// The format to which the optimizer's parameters are rounded.
    pub fn of_parameters(&self) -> Option<Format> {
        self.format.filter(|_| !self.master_weights)
    }
}

/// Rounding counts of one layer in a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerRounding {
    /// Of its modules' outputs.
    pub forward: Rounded,
    /// Of the gradients by these outputs.
    pub backward: Rounded,
    /// Of the gradient by its parameters, including the loss scale.
    pub gradient: Rounded,
    /// Of its parameters in the update: `underflowed` counts nonzero changes that rounding removed. Zero with master
    /// weights.
    pub update: Rounded,
}

/// The settings of every narrow format.
const NARROW: &[Param] = &[MASTER_WEIGHTS.param, LOSS_SCALING.param, LOSS_SCALE.param, GROWTH_INTERVAL.param];

/// Whether there are f32 master weights.
const MASTER_WEIGHTS: Key<bool> = Key::new(Param {
    key: "master_weights",
    label: "f32 master weights",
    help: "On: the optimizer updates the parameters in f32, and the network computes with a rounded copy. Off: parameters and optimizer state are rounded once after every update.",
    default: ParamDefault::Value(1.0),
    range: Range::Switch,
    ..Param::BASE
});

/// The kind of loss scaling.
pub const LOSS_SCALING: Key<&'static Item> = Key::new(Param {
    key: "loss_scaling",
    label: "Loss scaling",
    help: "Multiplies the loss before the backward pass, so that small gradients do not underflow. The gradient is then divided by the same factor in f32.",
    default: ParamDefault::Value(0.0),
    range: Range::Choice(scaling::CHOICES),
    ..Param::BASE
});

/// The loss scale.
const LOSS_SCALE: Key<f64> = Key::new(Param {
    key: "loss_scale",
    label: "Loss scale",
    help: "The factor. With dynamic scaling, its initial value.",
    default: ParamDefault::Value(65_536.0),
    range: Range::Log(1.0, 16_777_216.0),
    ..Param::BASE
});

/// Steps without overflow after which a dynamic scale grows.
const GROWTH_INTERVAL: Key<u64> = Key::new(Param {
    key: "growth_interval",
    label: "Growth interval",
    help: "Consecutive steps without overflow after which a dynamic loss scale doubles.",
    default: ParamDefault::Value(2000.0),
    range: Range::Integer(1, 1_000_000),
    seldom: true,
    ..Param::BASE
});

/// Advice for problems without narrow formats.
fn advice(settings: &Settings) -> Option<&'static str> {
    let is_network = settings.uses(&ACTIVATION);
    (!is_network).then_some(
        "Recurrent networks and functions of two variables have no narrow formats. They are computed in f32.",
    )
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
