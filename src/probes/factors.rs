//! Probe: by how much the backward signal grows or shrinks on its way through each layer, and what does it: the weights
//! or the slope of the activation.
//!
//! With δ_l the derivative of the loss by layer l's sums, over the whole batch, and a_l those sums:
//! ‖δ_l‖ / ‖δ_{l+1}‖ = ‖W_{l+1}ᵀ δ_{l+1}‖ / ‖δ_{l+1}‖ · ‖δ_l‖ / ‖W_{l+1}ᵀ δ_{l+1}‖. The first factor is what the weights
//! do, the second what the slopes f′(a_l) do. Whatever else stands between two layers counts with the weights.

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
    /// Whether places are steps in time.
    pub through_time: bool,
    gated: bool,
}

/// What happens to the backward signal between two layers, or from one time step to the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The layer at which the signal arrives; in time, `t` and the step that it leaves.
    pub name: String,
    /// Index of the layer, or the time step.
    pub at: usize,
    /// What the weights do; NaN where no signal is left, and in a gated cell, where weights and slopes work together.
    pub weights: f64,
    /// What the activation's slope does; NaN alike.
    pub slope: f64,
    /// Both together: the norm of the signal that arrives over the norm of the one that sets out.
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
    /// Whether weights and slopes cannot be told apart, because the cell is gated.
    pub fn is_gated(&self) -> bool {
        self.gated
    }
}

/// What becomes of the backward signal between the places where it is compared.
fn factors(signal_norms: &[SignalNorm], layers: &[String]) -> Vec<Factor> {
    // Where the signal is compared: at the first module of each layer (its sums), or at every hidden state of the
    // recurrent layer that the loss reads.
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
