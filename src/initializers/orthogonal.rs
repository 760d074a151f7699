//! Orthogonal: A. M. Saxe, J. L. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
//! linear neural networks", 2014 (`torch.nn.init.orthogonal_`).

use super::{GAIN, Initializer, Law};
use crate::math::random::Stream;
use crate::math::{dot, norm};
use crate::registry::{Described, Item, Settings};

/// W Wᵀ = gain² I, or WᵀW = gain² I where there are more rows than columns.
#[derive(Clone, Copy, Debug)]
pub struct Orthogonal {
    /// Factor for the activation.
    pub gain: f64,
}

impl Described for Orthogonal {
    const ITEM: Item = Item {
        id: "orthogonal",
        label: "Orthogonal",
        formula: "W Wᵀ = gain² I",
        help: "All singular values are equal. With gain 1, a deep linear network keeps the length of signals and gradients.",
        params: &[GAIN.param],
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { gain: settings.get(&GAIN) }
    }
}

impl Initializer for Orthogonal {
    // By definition; the square of the gain of ReLU is 2.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example { settings: "activation=relu", law: crate::oracles::Law::Orthogonal(2.0) },
        super::Example { settings: "gain=0.5", law: crate::oracles::Law::Orthogonal(0.25) },
    ];

    fn law(&self, fan_out: usize, fan_in: usize) -> Option<Law> {
        let variance = self.gain * self.gain / fan_out.max(fan_in) as f64;
        Some(Law { orthogonal: true, ..Law::normal(variance) })
    }

    fn fill(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [f64]) {
        let (few, many) = (fan_out.min(fan_in), fan_out.max(fan_in));
        let rows = orthonormal(few, many, random);
        for (k, weight) in weights.iter_mut().enumerate() {
            let (o, i) = (k / fan_in, k % fan_in);
            let at = if fan_out <= fan_in { o * many + i } else { i * many + o };
            *weight = self.gain * rows[at];
        }
    }
}

/// `few` uniformly distributed orthonormal vectors of `many` components: normal draws, orthogonalised by Gram-Schmidt.
/// This is the QR factorisation with a positive diagonal of R, so no signs need to be fixed.
fn orthonormal(few: usize, many: usize, random: &mut Stream) -> Vec<f64> {
    let mut rows: Vec<f64> = Vec::with_capacity(few * many);
    while rows.len() < few * many {
        let mut row: Vec<f64> = (0..many).map(|_| random.normal()).collect();
        let drawn = norm(&row);
        // One pass leaves rounding errors; two are enough (W. Kahan; B. N. Parlett 1980, section 6.9).
        for _ in 0..2 {
            for other in rows.chunks_exact(many) {
                let along = dot(&row, other);
                row.iter_mut().zip(other).for_each(|(x, q)| *x -= along * q);
            }
        }
        let left = norm(&row);
        // Draw again if the vector lies in the span of the others.
        if left > 1e-8 * drawn {
            rows.extend(row.iter().map(|x| x / left));
        }
    }
    rows
}
