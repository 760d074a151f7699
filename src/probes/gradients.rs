//! Probe: how large the elements of each layer's gradient are, before clipping.

use super::{Probe, Readings};
use crate::math::{Real, norm};
use crate::registry::Item;
use crate::run::Run;
use crate::texts::Text;

/// Number of octaves [2^k, 2^(k+1)) in f64. Subnormals count in the lowest one.
const OCTAVES: usize = 2047;
/// Exponent of the lowest octave.
const LOWEST: i32 = -1023;

/// The sizes of gradient elements, layer by layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// First to last.
    pub layers: Vec<Sizes>,
    /// Exponents k of the first octave [2^k, 2^(k+1)) in [`Sizes::octaves`] and of the one after the last. The two are
    /// equal if no element is finite and nonzero.
    pub octaves: [i32; 2],
}

/// The sizes of one layer's gradient elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// Layer.
    pub name: String,
    /// Norm of the layer's gradient.
    pub norm: f64,
    /// Root mean square of the elements: the norm over the square root of their number.
    pub rms: f64,
    /// Number of elements.
    pub count: usize,
    /// Number of elements that are exactly 0.
    pub zeros: usize,
    /// Number of elements that are infinite or NaN.
    pub not_finite: usize,
    /// Number of elements in each octave of [`Gradients::octaves`].
    pub octaves: Vec<u32>,
}

impl Probe for Gradients {
    const ITEM: Item = Item {
        id: "gradients",
        label: "Sizes of gradient elements",
        help: "Histogram of each layer's gradient elements by powers of two, before clipping. Zeros are counted \
               separately.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        let layers = &run.objective().layout().layers;
        let mut layers: Vec<Sizes> =
            layers.iter().map(|layer| Sizes::of(&layer.name, &run.gradient()[layer.range.clone()])).collect();
        let seen = |k: usize| layers.iter().any(|layer| layer.octaves[k] > 0);
        let first = (0..OCTAVES).find(|k| seen(*k)).unwrap_or(0);
        let end = (first..OCTAVES).rfind(|k| seen(*k)).map_or(first, |k| k + 1);
        for layer in &mut layers {
            layer.octaves = layer.octaves[first..end].to_vec();
        }
        Ok(Self { layers, octaves: [first, end].map(|k| LOWEST + k as i32) })
    }

    fn readings(&self) -> Readings {
        let numbers = |of: fn(&Sizes) -> f64| self.layers.iter().map(of).collect();
        Readings {
            places: self.layers.iter().map(|layer| layer.name.clone()).collect(),
            quantities: vec![
                ("norm", numbers(|layer| layer.norm)),
                ("rms", numbers(|layer| layer.rms)),
                ("elements", numbers(|layer| layer.count as f64)),
                ("zeros", numbers(|layer| layer.zeros as f64)),
                ("not_finite", numbers(|layer| layer.not_finite as f64)),
            ],
        }
    }
}

impl Sizes {
    fn of<R: Real>(name: &str, gradient: &[R]) -> Self {
        let (mut octaves, mut zeros, mut not_finite) = (vec![0; OCTAVES], 0, 0);
        for element in gradient {
            let size = element.to_f64().abs();
            // The exponent bits are the octave. A logarithm for each of up to a quarter of a million elements would be
            // slow.
            match (size.to_bits() >> 52) as usize {
                _ if size == 0.0 => zeros += 1,
                k if k < OCTAVES => octaves[k] += 1,
                _ => not_finite += 1,
            }
        }
        let (norm, count) = (norm(gradient), gradient.len());
        Self { name: name.into(), norm, rms: norm / (count as f64).sqrt(), count, zeros, not_finite, octaves }
    }
}
