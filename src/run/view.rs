//! A run as everybody outside sees it, whatever its precision: what it is, what it measured, and what follows from that.
//!
//! Charts, probes, stories, races, exports, the page and the command line read a run through [`RunView`] and drive it
//! through [`RunControl`](super::RunControl). Neither is called within a step.

use super::arrows::Arrows;
use super::spread::Spread;
use super::studies::Findings;
use super::{Frame, History, Phases, Rule, Run, ThroughTime};
use crate::landscape::{Held, Projection};
use crate::math::Real;
use crate::objectives::{ChartData, Describe};
use crate::optimizers::Stability;
use crate::precisions::LayerRounding;
use crate::precisions::scaling::Scale;
use crate::tensors::Writer;

/// What can be read of a run.
pub trait RunView {
    /// The run with its number type, for what needs that: probes, the contour map, exported tensors.
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

    /// The rule that makes a step's update.
    fn rule_at(&self, step: u64) -> &Rule;

    /// The rule that makes the present step's update.
    fn rule(&self) -> &Rule {
        self.rule_at(self.frame().step)
    }

    /// The momentum that the schedule sets at a step in place of the optimizer's own.
    fn momentum_at(&self, step: u64) -> Option<f64>;

    /// The curvatures for which a step's optimizer is stable.
    fn stability_at(&self, step: u64) -> Option<Stability>;

    /// The largest norm that the present clip lets through of each layer's gradient, where there is one.
    fn ceilings(&self) -> Vec<Option<f64>>;

    /// Examples in a step's gradient. The last batch of an epoch may have fewer. 1 where there are no examples.
    fn batch_size(&self) -> usize;

    /// Steps in an epoch.
    fn steps_per_epoch(&self) -> u64;

    /// Rows of a step's batch; empty for the full batch.
    fn batch_rows(&self, step: u64) -> Vec<u32>;

    /// Gradients evaluated up to the present step, it included: one a step, and those of line searches.
    fn evaluations(&self) -> u64 {
        self.frame().evaluations
    }

    /// How strongly the loss depends on every state at the present step, where there is time.
    fn through_time(&self) -> Option<&ThroughTime>;

    /// What rounding did to each layer's numbers in the present step; empty where nothing is rounded.
    fn rounding(&self) -> &[LayerRounding];

    /// What the present step's loss is scaled by.
    fn scale(&self) -> Scale;

    /// Whether the present step makes no update because its scaled gradient overflowed.
    fn is_skipped(&self) -> bool;

    /// The network's answers to inputs; see [`crate::objectives::Evaluate::answers`].
    fn predict(&self, inputs: &[f64]) -> Vec<f64>;

    /// What the problem's own chart shows; see [`crate::objectives::Evaluate::chart_data`].
    fn chart_data(&self) -> Option<ChartData>;

    /// The spread of the gradient over so many other draws.
    fn spread(&self, draws: usize) -> Spread;

    /// The present step in slow motion. It takes one more pass over the batch.
    fn phases(&self) -> Phases;

    /// What studies have found out.
    fn findings(&self) -> &Findings;

    /// Id of the plane that was laid last; 0 is that of the first picture.
    fn newest_plane(&self) -> u32;

    /// Why the last plane that was asked for could not be laid; empty where the one before still does.
    fn no_plane_reason(&self) -> &str;

    /// The descent in a plane: a, b and loss of at most about `points` steps, oldest first.
    fn path_in(&self, plane: u32, points: usize) -> Vec<f32>;

    /// The steps of the points of [`Self::path_in`].
    fn path_steps(&self, plane: u32, points: usize) -> Vec<f64>;

    /// Where the present parameters are in a plane; NaN for an unknown one.
    fn projection(&self, plane: u32) -> Projection;

    /// The share of the descent's variance that a plane holds.
    fn held(&self, plane: u32) -> Option<Held>;

    /// The negative gradient in a plane, before and after clipping.
    fn arrows(&self, plane: u32) -> Option<Arrows>;

    /// Whether numbers are single precision.
    fn is_single(&self) -> bool {
        matches!(self.typed(), Typed::F32(_))
    }
}

/// A run and its number type.
#[allow(missing_docs)]
pub enum Typed<'a> {
    F32(&'a Run<f32>),
    F64(&'a Run<f64>),
}

/// The number types that a run can have.
pub trait Precision: Real {
    /// The run with its type named.
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
}
