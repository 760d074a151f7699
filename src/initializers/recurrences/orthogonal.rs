//! Orthogonal recurrence (A. M. Saxe, J. L. McClelland, S. Ganguli 2014; for recurrent networks M. Henaff, A. Szlam, Y. LeCun,
//! "Recurrent orthogonal networks and long-memory tasks", 2016).

use super::{RECURRENT_GAIN, Recurrence};
use crate::initializers::{self, AnyInitializer, Initializer};
use crate::math::random::Stream;
use crate::registry::{Described, Item, Settings};

/// U Uᵀ = gain² I
#[derive(Clone, Copy, Debug)]
pub struct Orthogonal {
    /// Every singular value.
    pub gain: f64,
}

impl Described for Orthogonal {
    const ITEM: Item = Item {
        id: "orthogonal",
        label: "Orthogonal",
        formula: "U Uᵀ = gain² I",
        help: "A rotation. With gain 1, the recurrent weights neither stretch nor shrink a gradient; only the slopes do.",
        params: &[RECURRENT_GAIN.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.get(&RECURRENT_GAIN) }
    }
}

impl Recurrence for Orthogonal {
    // By definition.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "scenario=recall", law: crate::oracles::Law::Orthogonal(1.0) },
        super::Example { settings: "scenario=recall&recurrent_gain=0.5", law: crate::oracles::Law::Orthogonal(0.25) },
    ];

    fn radius(&self, _: &AnyInitializer, _: usize) -> Option<f64> {
        Some(self.gain)
    }

    fn fill(&self, _: &AnyInitializer, hidden: usize, random: &mut Stream, weights: &mut [f64]) {
        initializers::Orthogonal { gain: self.gain }.fill(hidden, hidden, random, weights);
    }
}
