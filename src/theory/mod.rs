//! Theory of a network at its start: what mean-field theory says of the gradients before anything is trained.
//!
//! [`map`] has the classical quantities (q*, χ, depth scales, the edge of chaos), [`kernels`] the gradient norm of each
//! layer for wide layers, and [`spread`] how far finite widths lie from it. `docs/theory.md` explains all three and shows how
//! they compare with 1,000 random networks.

pub mod blocks;
pub mod gaussian;
pub mod hermite;
pub mod kernels;
pub mod map;
pub mod outputs;
pub mod phase;
pub mod spread;
pub mod summary;
pub mod units;

use crate::layout::{Layout, Role};
use crate::losses::AnyLoss;
use crate::objectives::{Blueprint, Describe};
use crate::registry::Settings;
pub use blocks::Unknown;
use blocks::{Network, Normalised};
use gaussian::Curve;
use kernels::Pairs;
use serde::{Deserialize, Serialize};
pub use summary::Summary;

/// The gradient norm of a layer over the last layer's: median and 95 % band over networks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predicted {
    /// The median.
    pub median: f64,
    /// The lower end of the band.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The layer of the last weight matrix, in whose gradient norm the others are measured.
pub fn last_matrix(layout: &Layout) -> Option<usize> {
    layout.tensors.iter().rfind(|tensor| tensor.role == Role::Weight).map(|tensor| tensor.layer)
}

/// Most examples of a batch that are taken into account.
const MOST_ROWS: usize = 32;

/// The prediction for each layer of the layout; `None` for layers without a weight matrix. `rows` is the first batch, empty
/// for all rows.
///
/// # Errors
///
/// Says why there is no prediction.
pub fn layers(settings: &Settings, problem: &dyn Describe, rows: &[u32]) -> Result<Vec<Option<Predicted>>, Unknown> {
    let (Some((data, _)), Blueprint::Network { slope_weight: 0.0, .. }) = (problem.sets(), problem.blueprint()) else {
        return Err(Unknown::Network);
    };
    let network = Network::of(settings, problem.layout())?;
    if network.norm == Normalised::Batch {
        return Err(Unknown::Batch);
    }
    let all: Vec<u32> = if rows.is_empty() { (0..data.rows as u32).collect() } else { rows.to_vec() };
    let count = all.len().min(MOST_ROWS);
    let rows: Vec<usize> = (0..count).map(|k| all[k * all.len() / count] as usize).collect();
    let product = |i: usize, j: usize| data.inputs.chunks_exact(data.rows).map(|x| x[i] * x[j]).sum::<f64>();
    let values = rows.iter().flat_map(|i| rows.iter().map(|j| product(*i, *j))).collect();
    let inputs = Pairs { rows: count, values };
    let loss = AnyLoss::resolve(settings, data.task());
    let outputs = data.outputs(&loss);
    let targets = data.targets_for(&loss, outputs);
    let target: Vec<f64> = targets.chunks_exact(data.rows).flat_map(|t| rows.iter().map(|row| t[*row])).collect();
    let curve = Curve::new(network.activation.clone());
    let wide = kernels::wide(&network, &curve, inputs);
    let draws = outputs::draws(&wide.outputs, &loss, &target, outputs);
    let spreads = spread::spread(&network, &curve, &wide.layers, &draws);
    let norms: Vec<Vec<f64>> = wide
        .layers
        .iter()
        .map(|layer| {
            let norm = |draw: &outputs::Draw| libm::log(draw.products.dot(&layer.tangent)) + layer.ln_factor;
            draws.iter().map(norm).collect()
        })
        .collect();
    let last = norms.last().ok_or(Unknown::Network)?;
    let mut predicted = vec![None; problem.layout().layers.len()];
    for (k, block) in network.blocks.iter().enumerate() {
        let centres: Vec<f64> =
            norms[k].iter().zip(last).map(|(one, last)| one - last).filter(|c| c.is_finite()).collect();
        if centres.is_empty() {
            continue;
        }
        if k + 1 == network.blocks.len() {
            predicted[block.layer] = Some(Predicted { median: 1.0, low: 1.0, high: 1.0 });
            continue;
        }
        let at = |share| libm::exp(0.5 * outputs::quantile(&centres, spreads[k], share));
        predicted[block.layer] = Some(Predicted { median: at(0.5), low: at(0.025), high: at(0.975) });
    }
    Ok(predicted)
}

#[cfg(test)]
mod tests;
