//! A fully connected network as theory sees it: blocks of units, and the laws of their weights.

use crate::activations::AnyActivation;
use crate::initializers::{AnyInitializer, Biases, Law};
use crate::layout::{Layout, Role};
use crate::networks::DROPOUT;
use crate::networks::norms::{AnyNorm, NORM, NORM_EPS};
use crate::networks::residuals::{AnyResidual, Factor, RESIDUAL};
use crate::registry::Settings;
use crate::texts::{Text, theory as words};
use serde::{Deserialize, Serialize};

/// A linear map and what follows it.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its layer in the layout.
    pub layer: usize,
    /// Inputs of the linear map.
    pub fan_in: usize,
    /// Its outputs.
    pub width: usize,
    /// The law of a weight.
    pub law: Law,
    /// Whether it has biases, which are parameters too.
    pub has_bias: bool,
    /// Factor of the block's body beside a skip connection; `None` without one.
    pub skip: Option<f64>,
}

/// The network: hidden blocks and the linear output.
#[derive(Clone, Debug)]
pub struct Network {
    /// The hidden blocks, first to last, and the output.
    pub blocks: Vec<Block>,
    /// The activation.
    pub activation: AnyActivation,
    /// How sums are normalised.
    pub norm: Normalised,
    /// What is added to the variance before its root.
    pub epsilon: f64,
    /// Variance of a bias.
    pub bias: f64,
    /// Probability that a unit is kept.
    pub keep: f64,
}

/// How the sums of a block are normalised before the activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalised {
    /// Not at all.
    No,
    /// Over the units of each example.
    Layer,
    /// Over the units of each example, without taking away their mean.
    Rms,
    /// Over the batch.
    Batch,
}

/// Why there is no prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unknown {
    /// The weights are no random draws with mean 0.
    Weights,
    /// No fully connected network on examples.
    Network,
}

impl Unknown {
    /// The reason in a sentence.
    pub fn why(self) -> Text {
        match self {
            Self::Weights => words::no_weights(),
            Self::Network => words::no_network(),
        }
    }
}

impl Normalised {
    /// What the settings choose.
    pub fn of(settings: &Settings) -> Self {
        let chosen = if settings.uses(&NORM) { AnyNorm::build(settings) } else { AnyNorm::named("none", settings) };
        match chosen {
            AnyNorm::Unnormalised(_) => Self::No,
            AnyNorm::Batch(_) => Self::Batch,
            AnyNorm::Layer(_) => Self::Layer,
            AnyNorm::Rms(_) => Self::Rms,
        }
    }
}

impl Network {
    /// The network of the settings with this layout.
    ///
    /// # Errors
    ///
    /// Says why theory has no prediction.
    pub fn of(settings: &Settings, layout: &Layout) -> Result<Self, Unknown> {
        let init = AnyInitializer::build(settings);
        let residual = settings.uses(&RESIDUAL).then(|| AnyResidual::build(settings).factor()).flatten();
        let matrices: Vec<_> = layout.tensors.iter().filter(|t| t.role == Role::Weight).collect();
        let mut blocks = Vec::new();
        for (k, tensor) in matrices.iter().enumerate() {
            let [width, fan_in] = tensor.shape[..] else { return Err(Unknown::Network) };
            let law = init.law(width, fan_in).filter(|law| law.variance > 0.0).ok_or(Unknown::Weights)?;
            let is_hidden = k + 1 < matrices.len();
            let factor = match residual.filter(|_| is_hidden && k > 0 && width == fan_in) {
                Some(Factor::Fixed(s) | Factor::Learned(s)) => Some(s),
                None => None,
            };
            let biased = |t: &&crate::layout::Tensor| t.layer == tensor.layer && t.role == Role::Bias;
            let has_bias = layout.tensors.iter().any(|t| biased(&t));
            blocks.push(Block { layer: tensor.layer, fan_in, width, law, has_bias, skip: factor });
        }
        if blocks.is_empty() {
            return Err(Unknown::Network);
        }
        let std = Biases::of(settings).std;
        let dropout = if settings.uses(&DROPOUT) { settings.get(&DROPOUT) } else { 0.0 };
        Ok(Self {
            blocks,
            activation: AnyActivation::build(settings),
            norm: Normalised::of(settings),
            epsilon: if settings.uses(&NORM_EPS) { settings.get(&NORM_EPS) } else { 0.0 },
            bias: std * std,
            keep: 1.0 - dropout,
        })
    }
}
