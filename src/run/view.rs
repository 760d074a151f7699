//! Read access to a run of any precision: what it is and what it has measured.
//!
//! Charts, probes, stories, races, exports, the page and the command line read a run through [`RunView`] and drive it
//! through [`RunControl`](super::RunControl). Neither is called inside a step.

use super::arrows::Arrows;
use super::spread::Spread;
use super::studies::Findings;
use super::{Frame, History, Moment, Phases, Rule, Run, ThroughTime};
use crate::landscape::{Held, Projection};
use crate::math::Real;
use crate::objectives::{ChartData, Describe};
use crate::optimizers::Stability;
use crate::precisions::LayerRounding;
use crate::precisions::scaling::Scale;
use crate::tensors::Writer;

/// A run that can be read.
pub trait RunView {
    /// The run with its number type, which probes, the contour map and tensor export need.
    fn typed(&self) -> Typed<'_>;

    /// What is minimised.
    fn problem(&self) -> &dyn Describe;

    /// Names of the layers, in the order of the frame's.
    fn layer_names(&self) -> &[String];

    /// Number of parameters.
    fn parameter_count(&self) -> usize;

    /// The present parameters.
    fn parameters(&self) -> Vec<f64>;

    /// The present parameters and running statistics as a safetensors file.
    fn weights(&self) -> Vec<u8>;

    /// The present step.
    fn frame(&self) -> &Frame;

    /// The recorded steps.
    fn history(&self) -> &History;

    /// The rule for a step's update.
    fn rule_at(&self, step: u64) -> &Rule;

    /// The rule for the present step's update.
    fn rule(&self) -> &Rule {
        self.rule_at(self.frame().step)
    }

    /// The momentum at a step, if the schedule overrides the optimizer's.
    fn momentum_at(&self, step: u64) -> Option<f64>;

    /// The curvatures at which a step's optimizer is stable.
    fn stability_at(&self, step: u64) -> Option<Stability>;

    /// The largest gradient norm that the present clip allows each layer, if it has such a limit.
    fn ceilings(&self) -> Vec<Option<f64>>;

    /// Examples in a batch; the last batch of an epoch may have fewer. 1 if there are no examples.
    fn batch_size(&self) -> usize;

    /// Steps in an epoch.
    fn steps_per_epoch(&self) -> u64;

    /// Rows of a step's batch; empty for the full batch.
    fn batch_rows(&self, step: u64) -> Vec<u32>;

    /// Gradient evaluations up to and including the present step: one a step, plus those of line searches.
    fn evaluations(&self) -> u64 {
        self.frame().evaluations
    }

    /// Gradient norms by time step at the present step; `None` unless the network is recurrent.
    fn through_time(&self) -> Option<&ThroughTime>;

    /// Underflow and overflow counts by layer in the present step; empty if nothing is rounded.
    fn rounding(&self) -> &[LayerRounding];

    /// The loss scale of the present step.
    fn scale(&self) -> Scale;

    /// Whether the present step is skipped because its scaled gradient overflowed.
    fn is_skipped(&self) -> bool;

    /// The network's predictions; see [`crate::objectives::Evaluate::predict`].
    fn predict(&self, inputs: &[f64]) -> Vec<f64>;

    /// The data of the problem's own chart; see [`crate::objectives::Evaluate::chart_data`].
    fn chart_data(&self) -> Option<ChartData>;

    /// The spread of the gradient over this many other random draws.
    fn spread(&self, draws: usize) -> Spread;

    /// The present step, phase by phase. Costs one more pass over the batch.
    fn phases(&self) -> Phases;

    /// Results of studies.
    fn findings(&self) -> &Findings;

    /// Id of the newest plane; 0 is the initial one.
    fn newest_plane(&self) -> u32;

    /// Why the last request for a plane failed; empty if it did not.
    fn no_plane_reason(&self) -> &str;

    /// The trajectory in a plane: a, b and loss of about `points` steps at most, oldest first.
    fn path_in(&self, plane: u32, points: usize) -> Vec<f32>;

    /// The trajectory in a plane of another run, from that plane's bytes; none stand for a function's own plane. Empty if the
    /// other has more or fewer parameters.
    fn path_beside(&self, plane: &[u8], points: usize) -> Vec<f32>;

    /// The steps of the points of [`Self::path_in`].
    fn path_steps(&self, plane: u32, points: usize) -> Vec<f64>;

    /// Projection of the present parameters onto a plane; NaN for an unknown plane.
    fn projection(&self, plane: u32) -> Projection;

    /// The share of the trajectory's variance that a plane explains.
    fn held(&self, plane: u32) -> Option<Held>;

    /// The negative gradient in a plane, before and after clipping.
    fn arrows(&self, plane: u32) -> Option<Arrows>;

    /// The state at the present step, from which another run of the same settings can continue.
    fn moment(&self) -> Moment;

    /// Whether the run is in single precision.
    fn is_single(&self) -> bool {
        matches!(self.typed(), Typed::F32(_))
    }
}

/// A run with its number type.
#[allow(missing_docs)]
pub enum Typed<'a> {
    F32(&'a Run<f32>),
    F64(&'a Run<f64>),
}

/// The number types that a run can have.
pub trait Precision: Real {
    /// The run, wrapped in the variant of its type.
    fn typed(run: &Run<Self>) -> Typed<'_>;
}

impl Precision for f32 {
    fn typed(run: &Run<Self>) -> Typed<'_> {
        Typed::F32(run)
    }
}

impl Precision for f64 {
    fn typed(run: &Run<Self>) -> Typed<'_> {
        Typed::F64(run)
    }
}

impl<R: Precision> RunView for Run<R> {
    fn typed(&self) -> Typed<'_> {
        R::typed(self)
    }

    fn problem(&self) -> &dyn Describe {
        &**self.objective()
    }

    fn layer_names(&self) -> &[String] {
        self.layer_names()
    }

    fn parameter_count(&self) -> usize {
        self.params().len()
    }

    fn parameters(&self) -> Vec<f64> {
        self.params().iter().map(|x| x.to_f64()).collect()
    }

    fn weights(&self) -> Vec<u8> {
        let mut file = Writer::default();
        file.params(self.params(), self.objective().layout());
        file.buffers(self.buffers(), self.objective().layout());
        file.finish()
    }

    fn frame(&self) -> &Frame {
        self.frame()
    }

    fn history(&self) -> &History {
        self.history()
    }

    fn rule_at(&self, step: u64) -> &Rule {
        self.rules.at(step)
    }

    fn momentum_at(&self, step: u64) -> Option<f64> {
        self.momentum_at(step)
    }

    fn stability_at(&self, step: u64) -> Option<Stability> {
        self.stability_at(step)
    }

    fn ceilings(&self) -> Vec<Option<f64>> {
        let (clip, layout) = (&self.rule().clip, self.objective.layout());
        (0..layout.layers.len()).map(|layer| clip.ceiling(&self.params, layout, layer)).collect()
    }

    fn batch_size(&self) -> usize {
        self.batches.largest().max(1)
    }

    fn steps_per_epoch(&self) -> u64 {
        self.steps_per_epoch()
    }

    fn batch_rows(&self, step: u64) -> Vec<u32> {
        self.batch_rows(step)
    }

    fn through_time(&self) -> Option<&ThroughTime> {
        self.through_time()
    }

    fn rounding(&self) -> &[LayerRounding] {
        &self.rounding
    }

    fn scale(&self) -> Scale {
        self.memory_before.scale
    }

    fn is_skipped(&self) -> bool {
        self.is_skipped()
    }

    fn predict(&self, inputs: &[f64]) -> Vec<f64> {
        self.predict(inputs)
    }

    fn chart_data(&self) -> Option<ChartData> {
        self.chart_data()
    }

    fn spread(&self, draws: usize) -> Spread {
        self.spread(draws)
    }

    fn phases(&self) -> Phases {
        self.phases()
    }

    fn findings(&self) -> &Findings {
        &self.findings
    }

    fn newest_plane(&self) -> u32 {
        self.newest_section().0
    }

    fn no_plane_reason(&self) -> &str {
        self.no_plane_reason()
    }

    fn path_in(&self, plane: u32, points: usize) -> Vec<f32> {
        self.path_in(plane, points)
    }

    fn path_beside(&self, plane: &[u8], points: usize) -> Vec<f32> {
        self.path_beside(plane, points)
    }

    fn path_steps(&self, plane: u32, points: usize) -> Vec<f64> {
        self.path_steps(plane, points)
    }

    fn projection(&self, plane: u32) -> Projection {
        self.projection(plane)
    }

    fn held(&self, plane: u32) -> Option<Held> {
        self.held(plane)
    }

    fn arrows(&self, plane: u32) -> Option<Arrows> {
        self.arrows(plane)
    }

    fn moment(&self) -> Moment {
        self.moment()
    }
}
