//! LSUV: D. Mishkin, J. Matas, "All you need is a good init", 2016, algorithm 1: orthogonal matrices, each divided by
//! the standard deviation of its outputs over some of the data, first layer to last.

use super::orthogonal::Orthogonal;
use super::{Initializer, Law};
use crate::activations::ACTIVATION;
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// W orthogonal, scaled so that Var(W x + b) = 1 over the data.
#[derive(Clone, Copy, Debug)]
pub struct Lsuv;

/// Tolerated deviation of a variance from 1; the paper has 0.1. One division is enough for a linear layer.
const TOLERANCE: f64 = 0.01;

impl Described for Lsuv {
    const ITEM: Item = Item {
        id: "lsuv",
        label: "LSUV",
        formula: "W orthogonal, then W / std(W x), layer by layer",
        help: "Measures instead of assuming: the sums of every layer start with variance 1 on these data, for any activation.",
        advice: |settings| {
            let feed_forward = settings.uses(&ACTIVATION);
            (!feed_forward).then_some("LSUV is made for feed-forward networks. Here the matrices are only orthogonal.")
        },
        ..Item::BASE
    };

    fn build(_: &Settings) -> Self {
        Self
    }
}

impl Initializer for Lsuv {
    // The matrices are orthogonal before they are rescaled.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "", law: crate::oracles::Law::Orthogonal(1.0) },
        super::Example { settings: "activation=relu", law: crate::oracles::Law::Orthogonal(1.0) },
    ];

    fn law(&self, _: usize, _: usize) -> Option<Law> {
        None
    }

    fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        Orthogonal { gain: 1.0 }.fill(fan_out, fan_in, random, weights);
    }

    const NEEDS_DATA: bool = true;

    /// 1/√variance; a layer whose outputs are zero or not finite stays.
    fn rescale(&self, variance: f64) -> Option<f64> {
        let usable = variance > 0.0 && variance.is_finite();
        (usable && (variance - 1.0).abs() > TOLERANCE).then(|| 1.0 / variance.sqrt())
    }
}
