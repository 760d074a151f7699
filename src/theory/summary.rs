//! The quantities of the whole network, from its settings alone.

use super::blocks::Normalised;
use super::gaussian::Curve;
use super::map::{Fixed, VarianceMap, scale};
use crate::activations::{ACTIVATION, AnyActivation};
use crate::initializers::recurrences::AnyRecurrence;
use crate::initializers::{AnyInitializer, Biases};
use crate::math::Real;
use crate::networks::cells::{AnyCell, CELL};
use crate::networks::residuals::{AnyResidual, Factor, RESIDUAL};
use crate::registry::Settings;
use crate::registry::keys::HIDDEN_LAYERS;

/// Mean-field quantities; `None` where undefined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Factor of the squared gradient norm from a hidden layer to the one before it.
    pub chi: Option<f64>,
    /// Variance of a weight between hidden layers times fan-in.
    pub sigma_w2: Option<f64>,
    /// Variance of a bias.
    pub sigma_b2: Option<f64>,
    /// Fixed point of the variance of sums.
    pub q_star: Option<f64>,
    /// −1/ln χ in layers; negative if gradients grow towards the first layer.
    pub xi_gradient: Option<f64>,
    /// The same for correlations of two examples.
    pub xi_correlation: Option<f64>,
    /// σ_w² at which χ = 1 with these biases.
    pub critical_sigma_w2: Option<f64>,
    /// Time steps after which a gated cell has forgotten: 1/(1 − σ(b)) for a bias b of the gate that keeps the state (C.
    /// Tallec, Y. Ollivier 2018).
    pub time_scale: Option<f64>,
    /// Spectral radius of an Elman network's recurrent matrix: √(n · variance) for independent draws (the circular law).
    pub spectral_radius: Option<f64>,
}

impl Summary {
    /// What theory says of these settings.
    pub fn of(settings: &Settings) -> Self {
        if settings.uses(&ACTIVATION) {
            return Self::of_layers(settings);
        }
        if settings.uses(&CELL) {
            return Self::of_cell(settings);
        }
        Self::default()
    }

    /// Fan-in and fan-out of a matrix between hidden layers.
    pub fn between(settings: &Settings) -> [usize; 2] {
        let widths = settings.widths();
        match widths[..] {
            [] => [1, 1],
            [only] => [only, only],
            [first, second, ..] => [first, second],
        }
    }

    /// Variance of a weight between hidden layers times fan-in.
    fn weight_variance(settings: &Settings) -> Option<f64> {
        let [fan_in, fan_out] = Self::between(settings);
        AnyInitializer::build(settings).law(fan_out, fan_in).map(|law| law.variance * fan_in as f64)
    }

    fn of_layers(settings: &Settings) -> Self {
        let std = Biases::of(settings).std;
        let bias = std * std;
        let weight = Self::weight_variance(settings).filter(|_| settings.get(&HIDDEN_LAYERS) > 0);
        let curve = Curve::new(AnyActivation::build(settings));
        let map = |weight| VarianceMap { curve: &curve, weight, bias };
        let known = Self { sigma_w2: weight, sigma_b2: Some(bias), ..Self::default() };
        let Some(weight) = weight else { return known };
        let skip = settings.uses(&RESIDUAL).then(|| AnyResidual::build(settings).factor()).flatten();
        let skip = skip.map(|factor| match factor {
            Factor::Fixed(s) | Factor::Learned(s) => s,
        });
        let chi = match (Normalised::of(settings), skip) {
            (Normalised::No, None) => {
                let map = map(weight);
                let q_star = match map.fixed(1.0) {
                    Fixed::At(q) => Some(q),
                    Fixed::Anywhere | Fixed::Infinite => None,
                };
                let chi = map.chi();
                let (xi_gradient, xi_correlation) = (scale(chi), map.correlation_scale());
                let critical_sigma_w2 = map.critical();
                return Self { chi: Some(chi), q_star, xi_gradient, xi_correlation, critical_sigma_w2, ..known };
            }
            // A block adds its body to its input: the variance grows with depth. χ is that in the middle of the network.
            (Normalised::No, Some(s)) => {
                let half = settings.get(&HIDDEN_LAYERS) / 2;
                let map = map(weight);
                let mut around = 1.0;
                for _ in 0..half {
                    let q = weight * around + bias;
                    around += s * s * curve.sampled(q).mean(|_, y, _| y * y);
                }
                Some(1.0 + s * s * map.chi_at(weight * around + bias))
            }
            // Sums have variance 1, and the slopes are divided by their deviation.
            (Normalised::Layer | Normalised::Rms, None) => {
                let at = curve.sampled(1.0);
                let [square, slope] = [at.mean(|_, y, _| y * y), at.mean(|_, _, d| d * d)];
                Some(weight * slope / (weight * square + bias))
            }
            // In a large batch the mean is subtracted too: E[φ′²] / Var φ, for ReLU π/(π − 1) (G. Yang et al. 2019).
            (Normalised::Batch, None) => {
                let at = curve.sampled(1.0);
                let mean = at.mean(|_, y, _| y);
                Some(at.mean(|_, _, d| d * d) / (at.mean(|_, y, _| y * y) - mean * mean))
            }
            (_, Some(_)) => None,
        };
        Self { chi, xi_gradient: chi.and_then(scale), ..known }
    }

    fn of_cell(settings: &Settings) -> Self {
        let cell = AnyCell::build(settings);
        let std = Biases::of(settings).std;
        let known = Self { sigma_b2: Some(std * std), ..Self::default() };
        if let Some(gate) = cell.shape().carry {
            let block = cell.shape().gates[gate].0;
            return Self { time_scale: Some(1.0 / (1.0 - cell.first_bias(block).sigmoid())), ..known };
        }
        let hidden = settings.widths().first().copied().unwrap_or(1);
        let law = AnyRecurrence::build(settings).radius(&AnyInitializer::build(settings), hidden);
        Self { sigma_w2: law.map(|radius| radius * radius), spectral_radius: law, ..known }
    }
}
