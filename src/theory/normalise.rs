//! Normalisation of sums, forward and backward, at its start (factor 1, shift 0).

use super::blocks::Normalised;
use super::conditioned::Size;

/// What the backward pass needs: the normalised sums, and 1 over the deviation of each group.
pub struct Normal {
    kind: Normalised,
    values: Vec<f64>,
    inverse: Vec<f64>,
}

/// Groups that are normalised together, as (count, distance) of groups and of their members: the examples of a unit, or the
/// units of an example.
fn groups(kind: Normalised, len: usize, size: Size) -> [(usize, usize); 2] {
    let (units, examples) = ((len / size.stride, size.stride), (size.rows, 1));
    if kind == Normalised::Batch { [units, examples] } else { [examples, units] }
}

impl Normal {
    /// Normalises sums.
    pub fn forward(kind: Normalised, epsilon: f64, sums: &mut [f64], size: Size) -> Self {
        let [outer, inner] = groups(kind, sums.len(), size);
        let mut inverse = Vec::with_capacity(outer.0);
        for group in 0..outer.0 {
            let at = |k: usize| group * outer.1 + k * inner.1;
            let share = 1.0 / inner.0 as f64;
            let mean = match kind {
                Normalised::Rms => 0.0,
                _ => (0..inner.0).map(|k| sums[at(k)]).sum::<f64>() * share,
            };
            let variance = (0..inner.0).map(|k| sums[at(k)] - mean).map(|x| x * x).sum::<f64>() * share;
            let scale = 1.0 / (variance + epsilon).sqrt();
            (0..inner.0).for_each(|k| sums[at(k)] = (sums[at(k)] - mean) * scale);
            inverse.push(scale);
        }
        Self { kind, values: sums.to_vec(), inverse }
    }

    /// Slopes by the sums from those by the normalised ones: (δ − mean(δ) − x̂ mean(δ x̂)) over the deviation.
    pub fn backward(&self, slopes: &mut [f64], size: Size) {
        let [outer, inner] = groups(self.kind, slopes.len(), size);
        for (group, scale) in self.inverse.iter().enumerate() {
            let at = |k: usize| group * outer.1 + k * inner.1;
            let share = 1.0 / inner.0 as f64;
            let along = (0..inner.0).map(|k| slopes[at(k)] * self.values[at(k)]).sum::<f64>() * share;
            let mean = match self.kind {
                Normalised::Rms => 0.0,
                _ => (0..inner.0).map(|k| slopes[at(k)]).sum::<f64>() * share,
            };
            (0..inner.0).for_each(|k| slopes[at(k)] = scale * (slopes[at(k)] - mean - self.values[at(k)] * along));
        }
    }
}
