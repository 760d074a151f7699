//! Dropout (N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, "Dropout: a simple way to prevent
//! neural networks from overfitting", 2014), inverted as in `torch.nn.Dropout`: training scales the remaining units up,
//! so evaluation needs no correction.

use super::{Backward, Delta, Forward, Module};
use crate::math::Real;
use crate::math::random::Purpose;
use crate::registry::{Key, Param, Range};

/// The probability p that a unit is dropped.
pub const DROPOUT: Key<f64> = Key::new(Param {
    key: "dropout",
    label: "Dropout",
    help: "Fraction of the hidden units that each training step drops, drawn for every row. The other units are scaled up. Applied after the activation, in training only.",
    range: Range::Linear(0.0, 0.9),
    seldom: true,
    ..Param::BASE
});

/// y = x · m / (1 − p); m is 0 with probability p, otherwise 1, independently for every unit and row.
///
/// A mask depends on seed, step, module, row of the data and unit alone, so it can be drawn again.
#[derive(Clone, Debug)]
pub struct Dropout {
    /// p, below 1.
    pub p: f64,
    /// Number of input and output features.
    pub features: usize,
    /// The layer whose output this is.
    pub layer: usize,
    /// Its index in the list of modules, so that each has a mask of its own.
    pub module: usize,
}

impl<R: Real> Module<R> for Dropout {
    fn outputs(&self) -> usize {
        self.features
    }

    fn layer(&self) -> usize {
        self.layer
    }

    fn is_noisy(&self) -> bool {
        true
    }

    /// m / (1 − p), [features, stride].
    fn saved_len(&self, stride: usize) -> usize {
        self.features * stride
    }

    fn in_torch(&self) -> String {
        "nn.Dropout({dropout})".into()
    }

    fn forward(&self, pass: Forward<R>, y: &mut [R], saved: &mut [R]) {
        let n = self.features * pass.piece.stride;
        self.draw(pass, saved);
        for ((y, x), m) in y[..n].iter_mut().zip(pass.x()).zip(&*saved) {
            *y = *x * *m;
        }
    }

    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, _: &mut [R]) {
        let n = self.features * pass.stride;
        for (d, m) in delta.now[..n].iter_mut().zip(pass.saved) {
            *d *= *m;
        }
    }
}

impl Dropout {
    fn draw<R: Real>(&self, pass: Forward<R>, mask: &mut [R]) {
        let piece = pass.piece;
        let Some(noise) = piece.noise else {
            mask[..self.features * piece.stride].fill(R::ONE);
            return;
        };
        let scale = R::of(1.0 / (1.0 - self.p));
        // A unit stays if its 32 bits, read as a number below 1, are at least p.
        let bound = (self.p * 4_294_967_296.0) as u64;
        for column in 0..piece.stride {
            // Padding repeats the last example.
            let row = piece.row(column.min(piece.columns - 1)) as u64;
            for (block, features) in (0..self.features).step_by(4).enumerate() {
                let counter = row | ((self.module as u64) << 32) | ((block as u64) << 48);
                let words = noise.words(Purpose::Dropout, counter);
                for (k, bits) in (features..self.features).zip(words) {
                    mask[k * piece.stride + column] = if u64::from(bits) >= bound { scale } else { R::ZERO };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::random::Noise;
    use crate::networks::Piece;

    #[test]
    fn the_share_asked_for_is_left_out_and_the_rest_scaled_up() {
        let (p, features, rows) = (0.3, 61, 1000);
        let dropout = Dropout { p, features, layer: 0, module: 3 };
        let signals = [vec![1.0_f64; features * rows]];
        let (mut y, mut saved) = (signals[0].clone(), signals[0].clone());
        let noise = Some(Noise { seed: 1, step: 5 });
        let piece = Piece { columns: rows, stride: rows, first: 0, rows: None, noise };
        dropout.forward(Forward { params: &[], buffers: None, signals: &signals, piece }, &mut y, &mut saved);
        let left_out = y.iter().filter(|y| **y == 0.0).count() as f64 / (features * rows) as f64;
        // Three standard errors.
        assert!((left_out - p).abs() < 3.0 * (p * (1.0 - p) / (features * rows) as f64).sqrt(), "{left_out}");
        assert!(y.iter().all(|y| *y == 0.0 || *y == 1.0 / (1.0 - p)));
    }
}
