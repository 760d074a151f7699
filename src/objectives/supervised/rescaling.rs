//! Data-dependent initialization: scales weights by the variance of their outputs over some examples.

use super::Supervised;
use crate::layout::Role;
use crate::math::Real;
use crate::math::kernels::stride;
use crate::networks::{Piece, Signal};
use crate::objectives::{CHUNK, Describe, Rows, gather};

/// Most rescalings of a matrix (Mishkin and Matas' T_max).
const MOST_TRIES: usize = 10;

impl<R: Real> Supervised<R> {
    /// Rescales the weight matrices, first to last. The initializer chooses each factor from the variance of the
    /// outputs over at most [`CHUNK`] examples, spread evenly over the data.
    pub(super) fn rescale(&self, params: &mut [R]) {
        let (all, columns) = (self.train.data.rows, self.train.data.rows.min(CHUNK));
        let stride = stride(columns);
        let rows: Vec<u32> = (0..columns).map(|n| (n * all / columns) as u32).collect();
        let mut signals = self.network.signals(stride);
        let features = self.train.inputs.len() / all * stride;
        gather(&self.train.inputs, all, Rows::These(&rows), (0, columns), &mut signals.input()[..features], stride);
        let piece = Piece { columns, stride, first: 0, rows: Some(&rows), noise: None };
        let (mut module, mut layer, mut tries) = (None, None, 0);
        self.network.forward_with_adjust(params, &mut signals, piece, |params, at, signal| {
            if module != Some(at.module) {
                // The first module of a layer is its linear map; the others have no weight matrix.
                tries = if layer == Some(at.layer) { 0 } else { MOST_TRIES };
                (module, layer) = (Some(at.module), Some(at.layer));
            }
            let mut tensors = self.layout().tensors.iter().filter(|t| t.layer == at.layer && t.role == Role::Weight);
            let (Some(weight), true) = (tensors.next(), tries > 0) else { return false };
            let Some(factor) = self.initializer.rescale(variance(signal)) else { return false };
            tries -= 1;
            params[weight.range.clone()].iter_mut().for_each(|w| *w *= R::of(factor));
            true
        });
    }
}

/// Variance over all elements of a signal, in f64.
fn variance<R: Real>(signal: Signal<R>) -> f64 {
    let count = signal.rows().map(<[R]>::len).sum::<usize>() as f64;
    let sum = |of: &dyn Fn(f64) -> f64| signal.rows().flatten().map(|y| of(y.to_f64())).sum::<f64>() / count;
    let mean = sum(&|y| y);
    sum(&|y| (y - mean) * (y - mean))
}
