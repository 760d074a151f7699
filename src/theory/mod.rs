//! Theory of a network at its start: what is known of the gradients before anything is trained.
//!
//! [`map`] has the classical quantities of wide layers (q*, χ, depth scales, the edge of chaos). [`finite`] has the gradient
//! norm of each layer at the network's own width. `docs/theory.md` explains both and shows how they compare with 1,000
//! random networks.

pub mod blocks;
pub mod conditioned;
pub mod finite;
pub mod gaussian;
pub mod hermite;
pub mod map;
pub mod normalise;
pub mod phase;
pub mod summary;

use crate::layout::{Layout, Role};
use crate::losses::AnyLoss;
use crate::math::kernels::stride;
use crate::objectives::{Blueprint, Describe};
use crate::registry::Settings;
use blocks::Network;
pub use blocks::Unknown;
use conditioned::{Normals, Size};
use finite::{Finite, quantile};
use gaussian::Curve;
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
/// Fewest and most networks that are drawn, and the random numbers for which there is time: 512 networks of up to 30 layers
/// of 16 units, with 32 examples.
const DRAWS: [usize; 2] = [192, 512];
const NUMBERS: usize = 25_000_000;

/// A prediction in progress.
pub struct Prediction {
    network: Network,
    curve: Curve,
    loss: AnyLoss,
    outputs: usize,
    inputs: Vec<f64>,
    targets: Vec<f64>,
    size: Size,
    normals: Normals,
    /// Layers of the layout.
    layers: usize,
    /// ln of the squared norm of each matrix over the last one's, by network.
    drawn: Vec<Vec<f64>>,
    /// Networks to draw.
    wanted: usize,
}

impl Prediction {
    /// Begins. `rows` is the first batch, empty for all rows.
    ///
    /// # Errors
    ///
    /// Says why there is no prediction.
    pub fn new(settings: &Settings, problem: &dyn Describe, rows: &[u32]) -> Result<Self, Unknown> {
        let (Some((data, _)), Blueprint::Network { slope_weight: 0.0, .. }) = (problem.sets(), problem.blueprint())
        else {
            return Err(Unknown::Network);
        };
        let network = Network::of(settings, problem.layout())?;
        let all: Vec<u32> = if rows.is_empty() { (0..data.rows as u32).collect() } else { rows.to_vec() };
        let count = all.len().min(MOST_ROWS);
        let rows: Vec<usize> = (0..count).map(|k| all[k * all.len() / count] as usize).collect();
        let size = Size { rows: count, stride: stride(count) };
        let chosen = |values: &[f64]| -> Vec<f64> {
            let padded =
                |of: &[f64]| (0..size.stride).map(|k| rows.get(k).map_or(0.0, |row| of[*row])).collect::<Vec<_>>();
            values.chunks_exact(data.rows).flat_map(padded).collect()
        };
        let units: usize = network.blocks.iter().map(|block| block.width).sum();
        let wanted = (NUMBERS / (units * count).max(1)).clamp(DRAWS[0], DRAWS[1]);
        let loss = AnyLoss::resolve(settings, data.task());
        let outputs = data.outputs(&loss);
        Ok(Self {
            curve: Curve::new(network.activation.clone()),
            network,
            inputs: chosen(&data.inputs),
            targets: chosen(&data.targets_for(&loss, outputs)),
            loss,
            outputs,
            size,
            normals: Normals::new(0),
            layers: problem.layout().layers.len(),
            drawn: Vec::with_capacity(wanted),
            wanted,
        })
    }

    /// Draws one more network. Returns whether that was the last one.
    pub fn advance(&mut self) -> bool {
        let Self { network, curve, loss, outputs, inputs, targets, size, normals, drawn, .. } = self;
        if drawn.len() < self.wanted {
            normals.restart(drawn.len() as u32);
            let finite = Finite { network, curve, loss, outputs: *outputs, inputs, targets, size: *size };
            let norms = finite.draw(normals);
            let last = norms.last().copied().unwrap_or(f64::NAN);
            drawn.push(norms.iter().map(|norm| norm - last).collect());
        }
        self.drawn.len() == self.wanted
    }

    /// The prediction for each layer of the layout; `None` for layers without a weight matrix.
    pub fn layers(&self) -> Vec<Option<Predicted>> {
        let mut predicted = vec![None; self.layers];
        for (k, block) in self.network.blocks.iter().enumerate() {
            let finite: Vec<f64> = self.drawn.iter().map(|network| network[k]).filter(|ln| ln.is_finite()).collect();
            if finite.is_empty() {
                continue;
            }
            let at = |share| libm::exp(0.5 * quantile(&finite, share));
            predicted[block.layer] = Some(match k + 1 == self.network.blocks.len() {
                true => Predicted { median: 1.0, low: 1.0, high: 1.0 },
                false => Predicted { median: at(0.5), low: at(0.025), high: at(0.975) },
            });
        }
        predicted
    }
}

/// The whole prediction at once.
///
/// # Errors
///
/// Says why there is no prediction.
pub fn layers(settings: &Settings, problem: &dyn Describe, rows: &[u32]) -> Result<Vec<Option<Predicted>>, Unknown> {
    let mut prediction = Prediction::new(settings, problem, rows)?;
    while !prediction.advance() {}
    Ok(prediction.layers())
}

#[cfg(test)]
mod tests;
