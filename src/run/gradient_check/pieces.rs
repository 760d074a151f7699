//! On which smooth piece a loss is at some parameters.
//!
//! Networks and losses are made of operations that are smooth between their bends: ReLU bends at 0, |x| at 0, the Huber
//! loss at ±δ. Where every operation stays on its piece, the loss is smooth, and a difference of it is a derivative.

use crate::activations::AnyActivation;
use crate::networks::{Observer, Place, Signal};

/// The pieces that all operations of a forward pass are on, as a hash (FNV-1a: G. Fowler, L. C. Noll, K.-P. Vo 1991).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pieces(u64);

impl Default for Pieces {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Pieces {
    /// Pieces and bends are counted from −∞ on: piece 0, bend 1, piece 2, …
    fn add(&mut self, x: f64, bends: &[f64]) {
        let at: u64 = bends.iter().map(|bend| u64::from(x >= *bend) + u64::from(x > *bend)).sum();
        self.0 = (self.0 ^ at).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

impl Observer<f64> for Pieces {
    fn activation(&mut self, _: Place, f: &AnyActivation, x: Signal<f64>, _: Signal<f64>) {
        let bends = f.bends();
        if !bends.is_empty() {
            x.rows().flatten().for_each(|x| self.add(*x, bends));
        }
    }

    fn bend(&mut self, x: f64, bends: &[f64]) {
        self.add(x, bends);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(x: &[f64], bends: &[f64]) -> Pieces {
        let mut pieces = Pieces::default();
        x.iter().for_each(|x| pieces.add(*x, bends));
        pieces
    }

    #[test]
    fn a_bend_and_the_pieces_beside_it_are_three_things() {
        let places = [-1e-300, 0.0, 1e-300].map(|x| of(&[0.5, x], &[0.0]));
        assert!(places[0] != places[1] && places[1] != places[2] && places[0] != places[2]);
        assert_eq!(of(&[0.5, 0.3], &[-1.0, 1.0]), of(&[-0.9, 0.99], &[-1.0, 1.0]));
        assert_ne!(of(&[0.5, 0.3], &[-1.0, 1.0]), of(&[0.5, 1.3], &[-1.0, 1.0]));
        assert_ne!(of(&[1.0, -1.0], &[0.0]), of(&[-1.0, 1.0], &[0.0]));
    }
}
