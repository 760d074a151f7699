//! Evidence: how the backward pass changes the gradient from layer to layer.

use super::Window;
use crate::layout::Role;
use crate::registry::Settings;
use crate::run::RunView;

/// A healthy network's gradient also changes by chance. In a critical ReLU network the variance of ln ‖δ‖² grows by 5/n a
/// layer of n units (B. Hanin, M. Nica, "Products of many large random matrices and gradients in deep neural networks",
/// 2018), and 95 % of networks are within 1.96 standard deviations.
const VARIANCE: f64 = 5.0;
const DEVIATIONS: f64 = 1.96;
/// Beyond that band, and by this factor at least, the change counts. Measured: `docs/verdicts.md`.
const BEYOND: f64 = 10.0;

/// The gradient norms of the layers with weights.
pub struct Layers {
    /// Number of layers with weights.
    pub count: usize,
    /// Norm of the first and of the last layer's gradient at the present step.
    pub ends: [f64; 2],
    /// Median over the window of the first layer's norm over the last layer's.
    pub ratio: f64,
    /// The factor by which one layer of the backward pass changes the norm at the present step.
    pub factor: f64,
    /// A ratio above this is exploding, one below its inverse vanishing.
    pub bound: f64,
    /// Whether the first layer's gradient is exactly 0 at every step of the window.
    pub is_cut_off: bool,
}

impl Layers {
    /// Reads the run; `None` with fewer than two layers of weights, or where time steps count instead.
    pub fn of(settings: &Settings, run: &dyn RunView, window: &Window) -> Option<Self> {
        if run.through_time().is_some() {
            return None;
        }
        let layout = run.problem().layout();
        let mut weighted: Vec<usize> =
            layout.tensors.iter().filter(|tensor| tensor.role == Role::Weight).map(|tensor| tensor.layer).collect();
        weighted.dedup();
        let (first, last) = (*weighted.first()?, *weighted.last()?);
        if first == last {
            return None;
        }
        let norms: Vec<f64> = run.frame().layers.iter().map(|layer| layer.grad_norm).collect();
        let norm = |row: &crate::run::history::Row, at: usize| row.layers().nth(at).map_or(f64::NAN, |l| l.grad_norm);
        let ratio = match window.is_empty() {
            true => norms[first] / norms[last],
            false => window.median(|row| norm(row, first) / norm(row, last)),
        };
        let hidden = weighted.len() - 1;
        let variance: f64 = settings.widths().iter().map(|width| VARIANCE / *width as f64).sum();
        let is_cut_off = window.rows().all(|row| norm(row, first) == 0.0) && norms[first] == 0.0;
        Some(Self {
            count: weighted.len(),
            ends: [norms[first], norms[last]],
            ratio,
            factor: libm::pow(
                Some(norms[first] / norms[last]).filter(|now| now.is_normal()).unwrap_or(ratio),
                1.0 / hidden as f64,
            ),
            bound: BEYOND * libm::exp(0.5 * DEVIATIONS * variance.sqrt()),
            is_cut_off,
        })
    }

    /// Whether the first layers get much less than the last.
    pub fn vanish(&self) -> bool {
        self.ratio < 1.0 / self.bound
    }

    /// Whether the first layers get much more than the last.
    pub fn explode(&self) -> bool {
        self.ratio > self.bound
    }
}
