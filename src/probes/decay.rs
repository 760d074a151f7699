//! Probe: the factor by which ‖∂L/∂h_t‖ changes with each time step of the backward pass, measured and predicted.
//!
//! In an Elman network, one time step of the backward pass multiplies the gradient by the transpose of ∂h_t/∂h_{t−1} =
//! diag(f′(a_t)) U. The norm of this matrix is at most γ σ_max(U), where γ is the largest slope of the activation. If
//! that bound is below 1, the gradient must vanish (R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training
//! recurrent neural networks", 2013, section 2.1). The prediction replaces γ by the root mean square of the actual
//! slopes over units, examples and time steps. In a gated cell, the forget (or update) gate scales the state directly,
//! so the prediction is the mean openness of that gate.

use super::gates::Gates;
use super::{Probe, Readings};
use crate::activations::AnyActivation;
use crate::layout::Role;
use crate::math::{Real, spectrum};
use crate::networks::{Observer, Place, Signal};
use crate::objectives::Blueprint;
use crate::registry::Item;
use crate::run::Run;
use crate::texts::{Text, probes};

/// Factors per time step of the backward pass, for the recurrent layer that the loss reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Decay {
    /// Least-squares fit to ln ‖∂L/∂h_t‖ over the time steps up to the first one that the loss reads. NaN if fewer than
    /// two of these norms are finite and nonzero.
    pub measured: f64,
    /// The factor that the weights predict.
    pub expected: f64,
    /// Which quantity the prediction uses.
    pub by: By,
    /// Largest singular value of the recurrent matrix; in a gated cell, of the one for the new content.
    pub largest_singular: f64,
    /// Root mean square of the activation's slopes, or mean openness of the gate.
    pub slope: f64,
}

/// The quantity that predicts the factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The largest singular value of the recurrent weights times the slopes.
    Weights,
    /// The mean openness of the forget gate.
    ForgetGate,
    /// The mean openness of the update gate.
    UpdateGate,
}

impl Probe for Decay {
    const ITEM: Item = Item {
        id: "decay",
        label: "Decay through time",
        help: "Factor by which the gradient changes per time step of the backward pass: measured, and predicted from \
               the largest singular value of the recurrent weights and the slopes, or from the gate that carries the \
               state.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        let Blueprint::Recurrent { cell, hidden, layers, reads, .. } = run.objective().blueprint() else {
            return Err(if run.objective().rows() == 0 { probes::no_network() } else { probes::no_time() });
        };
        let Some(through) = run.through_time() else { return Err(probes::no_network()) };
        let norms = through.last();
        let measured = rate(&norms[..norms.len() + 1 - reads]);
        let matrix = content_matrices(run.objective().layout(), run.params(), hidden, cell.shape().content);
        let largest_singular = spectrum::largest_singular(hidden, &matrix[layers - 1]);
        if let Ok(gates) = Gates::measure(run) {
            let open = &gates.layers[layers - 1][gates.carry];
            let slope = open.iter().sum::<f64>() / open.len() as f64;
            let by = if cell.shape().has_cell { By::ForgetGate } else { By::UpdateGate };
            return Ok(Self { measured, expected: slope, by, largest_singular, slope });
        }
        let mut seen = Slopes { layer: layers - 1, sum: 0.0, count: 0.0 };
        run.observe(&mut seen);
        let slope = (seen.sum / seen.count).sqrt();
        Ok(Self { measured, expected: largest_singular * slope, by: By::Weights, largest_singular, slope })
    }

    fn readings(&self) -> Readings {
        let mut quantities = vec![
            ("expected", vec![self.expected]),
            ("largest_singular", vec![self.largest_singular]),
            ("slope", vec![self.slope]),
        ];
        if self.measured.is_finite() {
            quantities.insert(0, ("measured", vec![self.measured]));
        }
        Readings { places: vec!["a step back".into()], quantities }
    }
}

/// The recurrent matrix of every recurrent layer, [hidden, hidden]; in a gated cell, the one for the new content.
pub fn content_matrices<R: Real>(
    layout: &crate::layout::Layout,
    params: &[R],
    hidden: usize,
    block: usize,
) -> Vec<Vec<f64>> {
    let recurrent = layout.tensors.iter().filter(|tensor| tensor.role == Role::Recurrent);
    let size = hidden * hidden;
    let matrix = |range: std::ops::Range<usize>| {
        params[range][block * size..][..size].iter().map(|w| w.to_f64()).collect::<Vec<f64>>()
    };
    recurrent.map(|tensor| matrix(tensor.range.clone())).collect()
}

/// The factor per time step of the backward pass: a least-squares fit to the logarithms of norms at t = 0, 1, ….
fn rate(norms: &[f64]) -> f64 {
    let points =
        || norms.iter().enumerate().filter(|(_, v)| **v > 0.0 && v.is_finite()).map(|(t, v)| (t as f64, libm::log(*v)));
    let n = points().count() as f64;
    let (t, y) = points().fold((0.0, 0.0), |(t, y), (a, b)| (t + a / n, y + b / n));
    let (spread, joint) = points().fold((0.0, 0.0), |(s, j), (a, b)| (s + (a - t) * (a - t), j + (a - t) * (b - y)));
    libm::exp(-joint / spread)
}

/// Sums the squares of an activation's slopes over the pieces of a pass.
struct Slopes {
    layer: usize,
    sum: f64,
    count: f64,
}

impl<R: Real> Observer<R> for Slopes {
    fn activation(&mut self, at: Place, f: &AnyActivation, x: Signal<R>, y: Signal<R>) {
        if at.layer != self.layer {
            return;
        }
        let mut slopes = vec![R::ONE; y.values.len()];
        f.backward(x.values, y.values, &mut slopes);
        for row in (Signal { values: &slopes, ..y }).rows() {
            self.sum += row.iter().map(|s| s.to_f64() * s.to_f64()).sum::<f64>();
            self.count += row.len() as f64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_a_geometric_series_is_its_ratio_whatever_is_0_in_it() {
        let norms: Vec<f64> = (0..30).map(|t| 3.0 * libm::exp(0.1 * f64::from(t))).collect();
        assert!((rate(&norms) - libm::exp(-0.1)).abs() < 1e-12);
        let mut holes = norms.clone();
        holes[3] = 0.0;
        assert!((rate(&holes) - libm::exp(-0.1)).abs() < 1e-12);
        assert!(rate(&[0.0, 1.0]).is_nan() && rate(&[]).is_nan());
    }
}
