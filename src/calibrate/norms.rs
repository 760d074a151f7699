//! The sizes of gradients before clipping, from which thresholds are chosen.

use super::Asked;
use crate::datasets::Fold;
use crate::math::Real;
use crate::registry::Settings;
use crate::run::{AnyRun, Run, RunView, Status, Typed};
use serde::{Deserialize, Serialize};

/// Quantiles that are kept of each size.
const KEPT: usize = 201;
/// A run that diverges before this share of its steps says little of usual norms.
const ENOUGH: f64 = 0.5;

/// Quantiles of the sizes over the steps of a run, evenly spaced from the least to the largest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Norms {
    /// Of the norm of the whole gradient.
    pub norm: Vec<f64>,
    /// Of the largest norm of a layer.
    pub layer: Vec<f64>,
    /// Of the largest absolute value of an element.
    pub value: Vec<f64>,
    /// Whether the unclipped run diverged, so that these are of a run that AutoClip kept near.
    pub kept_near: bool,
}

impl Norms {
    /// Of a run on a fold's training part, without a clip. If that diverges early, of a run with AutoClip at its median.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn measure(settings: &Settings, asked: &Asked, fold: &Fold, file: Option<&[u8]>) -> Result<Self, String> {
        let of = |changes: &[(&str, &str)]| -> Result<(Self, u64), String> {
            let mut run = AnyRun::of_fold(&settings.with(changes), file, fold, settings.seed())?;
            let mut sizes: [Vec<f64>; 3] = Default::default();
            for step in 0..=asked.steps {
                if step > 0 {
                    run.advance(1);
                }
                if run.frame().status != Status::Running {
                    break;
                }
                let frame = run.frame();
                let layer = frame.layers.iter().map(|layer| layer.grad_norm).fold(0.0, f64::max);
                for (sizes, size) in sizes.iter_mut().zip([frame.grad_norm, layer, largest(run.view())]) {
                    sizes.push(size);
                }
            }
            let made = run.frame().step;
            let [norm, layer, value] = sizes.map(quantiles);
            Ok((Self { norm, layer, value, kept_near: false }, made))
        };
        let (norms, made) = of(&[("clip", "none")])?;
        if (made as f64) < ENOUGH * asked.steps as f64 {
            let (norms, _) = of(&[("clip", "autoclip"), ("threshold", "50")])?;
            return Ok(Self { kept_near: true, ..norms });
        }
        Ok(norms)
    }

    /// The quantile of the size that a clip bounds; 1 if nothing was measured.
    pub fn quantile(&self, clip: &str, share: f64) -> f64 {
        let of = self.of(clip);
        let place = share * of.len().saturating_sub(1) as f64;
        of.get(place.round() as usize).copied().filter(|size| *size > 0.0).unwrap_or(1.0)
    }

    /// The quantiles of the size that a clip bounds.
    pub fn of(&self, clip: &str) -> &[f64] {
        match clip {
            "value" => &self.value,
            "layer-norm" => &self.layer,
            _ => &self.norm,
        }
    }
}

/// The largest absolute value of an element of the present gradient.
fn largest(run: &dyn RunView) -> f64 {
    fn of<R: Real>(run: &Run<R>) -> f64 {
        run.gradient().iter().map(|g| g.to_f64().abs()).fold(0.0, f64::max)
    }
    match run.typed() {
        Typed::F32(run) => of(run),
        Typed::F64(run) => of(run),
    }
}

/// Evenly spaced quantiles of the finite sizes.
fn quantiles(mut sizes: Vec<f64>) -> Vec<f64> {
    sizes.retain(|size| size.is_finite());
    sizes.sort_unstable_by(f64::total_cmp);
    if sizes.is_empty() {
        return Vec::new();
    }
    let last = sizes.len() - 1;
    (0..KEPT).map(|k| sizes[(k * last + (KEPT - 1) / 2) / (KEPT - 1)]).collect()
}
