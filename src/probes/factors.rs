//! Probe: the factor by which the backward signal grows or shrinks in each layer, split into the part of the weights
//! and the part of the activation's slope.
//!
//! Let a_l be the pre-activations of layer l, and δ_l the derivative of the loss with respect to them, over the whole
//! batch. Then ‖δ_l‖ / ‖δ_{l+1}‖ = ‖W_{l+1}ᵀ δ_{l+1}‖ / ‖δ_{l+1}‖ · ‖δ_l‖ / ‖W_{l+1}ᵀ δ_{l+1}‖. The first factor comes
//! from the weights, the second from the slopes f′(a_l). Anything else between two layers counts as weights.

use super::{Probe, Readings};
use crate::math::Real;
use crate::networks::Place;
use crate::networks::recurrent::{HEAD, STATE};
use crate::registry::Item;
use crate::run::{Run, SignalNorm};
use crate::texts::{Text, probes};

/// The backward signal's factors over the step's own batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors {
    /// In the order of the forward pass.
    pub places: Vec<Factor>,
    /// Whether places are time steps.
    pub through_time: bool,
    gated: bool,
}

/// How the backward signal changes between two layers, or between two consecutive time steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The layer that the signal reaches. Through time: `t` and the time step that the signal leaves.
    pub name: String,
    /// Index of the layer, or the time step.
    pub at: usize,
    /// Factor of the weights. NaN where no signal is left, and in a gated cell, which mixes weights and slopes.
    pub weights: f64,
    /// Factor of the activation's slope. NaN in the same cases.
    pub slope: f64,
    /// Both together: norm of the signal where it arrives, over its norm where it starts.
    pub product: f64,
}

impl Probe for Factors {
    const ITEM: Item = Item {
        id: "factors",
        label: "Factors of the backward signal",
        help: "Factor by which each layer changes the backward signal: from the weights, from the activation slopes, \
               and their product.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        if run.objective().rows() == 0 {
            return Err(probes::no_network());
        }
        let signal_norms = run.signal_norms();
        let through_time = run.objective().length().is_some();
        let places = factors(&signal_norms, run.layer_names());
        if places.is_empty() {
            return Err(probes::one_layer());
        }
        let gated = through_time && !signal_norms.iter().any(|signal| signal.is_activation);
        Ok(Self { places, through_time, gated })
    }

    fn readings(&self) -> Readings {
        let numbers = |of: fn(&Factor) -> f64| self.places.iter().map(of).collect();
        let mut quantities = vec![("product", numbers(|place| place.product))];
        if !self.is_gated() {
            quantities.insert(0, ("weights", numbers(|place| place.weights)));
            quantities.insert(1, ("slope", numbers(|place| place.slope)));
        }
        Readings { places: self.places.iter().map(|place| place.name.clone()).collect(), quantities }
    }
}

impl Factors {
    /// Whether the cell is gated, so that the factors of weights and slopes cannot be separated.
    pub fn is_gated(&self) -> bool {
        self.gated
    }
}

/// The factors between the places where the signal is compared.
fn factors(signal_norms: &[SignalNorm], layers: &[String]) -> Vec<Factor> {
    // These places are the first module of each layer (its pre-activations), or every hidden state of the recurrent
    // layer that the loss reads.
    let recurrent = signal_norms.iter().filter(|signal| signal.at.module != HEAD);
    let last = recurrent.map(|signal| signal.at.layer).max();
    let is_stop = |k: usize| match signal_norms[k].at {
        Place { module, layer, time: Some(_) } => module == STATE && Some(layer) == last,
        Place { layer, time: None, .. } => k == 0 || signal_norms[k - 1].at.layer != layer,
    };
    let stops: Vec<usize> = (0..signal_norms.len()).filter(|k| is_stop(*k)).collect();
    let norm = |k: usize| signal_norms[k].backward.unwrap_or(0.0);
    let between = |from: usize, to: usize| {
        let product = |of_activations: bool| {
            (from + 1..=to)
                .filter(|k| signal_norms[*k].is_activation == of_activations)
                .fold(1.0, |product, k| product * (norm(k - 1) / norm(k)))
        };
        let Place { layer, time, .. } = signal_norms[if signal_norms[to].at.time.is_some() { to } else { from }].at;
        let (weights, slope) = (product(false), product(true));
        let has_slope = (from + 1..=to).any(|k| signal_norms[k].is_activation);
        let part = |part: f64| if has_slope || time.is_none() { part } else { f64::NAN };
        Factor {
            name: time.map_or_else(|| layers[layer].clone(), |t| format!("t{t}")),
            at: time.unwrap_or(layer),
            weights: part(weights),
            slope: part(slope),
            product: weights * slope,
        }
    };
    stops.windows(2).map(|pair| between(pair[0], pair[1])).collect()
}
