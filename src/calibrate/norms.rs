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
        let mut measuring = Measuring::new(settings, asked.steps, fold, file)?;
        while !measuring.advance(u64::MAX, file)? {}
        Ok(measuring.norms())
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

/// The measurement in progress, for callers that compute it in slices.
pub struct Measuring {
    settings: Settings,
    fold: Fold,
    steps: u64,
    run: AnyRun,
    /// Steps that are still to be made.
    left: u64,
    sizes: [Vec<f64>; 3],
    kept_near: bool,
}

impl Measuring {
    /// The unclipped run at its step 0.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn new(settings: &Settings, steps: u64, fold: &Fold, file: Option<&[u8]>) -> Result<Self, String> {
        let run = AnyRun::of_fold(&settings.with(&[("clip", "none")]), file, fold, settings.seed())?;
        let (settings, fold) = (settings.clone(), fold.clone());
        let mut measuring =
            Self { settings, fold, steps, run, left: steps, sizes: Default::default(), kept_near: false };
        measuring.note();
        Ok(measuring)
    }

    /// Makes at most `count` more steps; true when there is nothing left to do. Begins again with AutoClip if the unclipped
    /// run has diverged early.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn advance(&mut self, count: u64, file: Option<&[u8]>) -> Result<bool, String> {
        for _ in 0..count.min(self.left) {
            if self.has_diverged() {
                break;
            }
            self.run.advance(1);
            self.left -= 1;
            self.note();
        }
        if self.left > 0 && !self.has_diverged() {
            return Ok(false);
        }
        if self.kept_near || self.run.frame().step as f64 >= ENOUGH * self.steps as f64 {
            return Ok(true);
        }
        let near = self.settings.with(&[("clip", "autoclip"), ("threshold", "50")]);
        self.run = AnyRun::of_fold(&near, file, &self.fold, self.settings.seed())?;
        (self.left, self.sizes, self.kept_near) = (self.steps, Default::default(), true);
        self.note();
        Ok(false)
    }

    /// What was measured.
    pub fn norms(self) -> Norms {
        let [norm, layer, value] = self.sizes.map(quantiles);
        Norms { norm, layer, value, kept_near: self.kept_near }
    }

    fn note(&mut self) {
        if self.has_diverged() {
            return;
        }
        let frame = self.run.frame();
        let layer = frame.layers.iter().map(|layer| layer.grad_norm).fold(0.0, f64::max);
        for (sizes, size) in self.sizes.iter_mut().zip([frame.grad_norm, layer, largest(self.run.view())]) {
            sizes.push(size);
        }
    }

    fn has_diverged(&self) -> bool {
        self.run.frame().status != Status::Running
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
