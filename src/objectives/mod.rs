//! Whatever can be minimised is an [`Objective`]: a parameter vector of named tensors in named layers, a loss, a
//! gradient. Optimizers, clips, landscapes, probes and charts know only this trait.

mod blueprint;
pub mod function;
pub mod hedging;
pub mod penalised;
mod portrait;
pub mod pricing;
pub mod quadratic;
mod rows;
pub mod sequences;
pub mod smile;
pub mod supervised;
pub mod surfaces;
pub mod trading;

pub use crate::math::random::Noise;
pub use crate::networks::Observer;
pub use blueprint::Blueprint;
pub use portrait::Portrait;
pub use rows::{Batch, CHUNK, Rows};

use crate::datasets::Data;
use crate::layout::Layout;
use crate::math::Real;
use crate::precisions::{LayerRounding, Storage};
use crate::readout::Readout;
use rows::{gather, row_by_row};
use std::any::Any;

/// Something to minimise. [`penalised::Penalised`] wraps another one, and passes every method on.
pub trait Objective<R: Real>: Send {
    /// How the parameter vector is divided.
    fn layout(&self) -> &Layout;

    /// Initial parameters.
    fn init(&self, seed: u64) -> Vec<R>;

    /// Examples to train on; 0 where there are none.
    fn rows(&self) -> usize;

    /// Room for passes over up to `rows` examples at a time; lent to [`Self::forward`] and [`Self::gradient`].
    fn workspace(&self, rows: usize) -> Workspace;

    /// The loss at `params` over `batch`, as training computes it; `observer` is shown the signals. Touches nothing but
    /// the workspace.
    fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R;

    /// The same, with nobody looking on.
    fn loss(&self, params: &[R], batch: Batch, work: &mut Workspace) -> R {
        self.forward(params, batch, work, &mut ())
    }

    /// The loss at `params` over `batch`, and its gradient into `gradient`; `observer` is shown the signals.
    fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R;

    /// Puts parameters that an update has led out of bounds back into them.
    fn project(&self, _params: &mut [R]) {}

    /// What [`Self::gradient`] is.
    fn gradient_kind(&self) -> GradientKind {
        GradientKind::Exact
    }

    /// Whether its gradient in dual numbers is a Hessian-vector product, too. Estimates have none.
    fn has_hessian(&self) -> bool {
        self.gradient_kind() != GradientKind::Estimate
    }

    /// How its numbers are stored.
    fn storage(&self) -> Storage {
        Storage::FULL
    }

    /// What rounding did to each layer's numbers in the last [`Self::gradient`] in `work`; empty where nothing is rounded.
    fn rounding<'a>(&self, _work: &'a mut Workspace) -> &'a [LayerRounding] {
        &[]
    }

    /// Takes the statistics of the last [`Self::gradient`] in `work` into a run's buffers, which are divided as the
    /// layout says; once for each step.
    fn commit(&self, _buffers: &mut [R], _work: &mut Workspace) {}

    /// The loss of the trained network over `rows`: without noise, and with `buffers` in place of a batch's statistics.
    fn evaluate(&self, params: &[R], _buffers: &[R], rows: Rows, work: &mut Workspace) -> R {
        self.loss(params, rows.into(), work)
    }

    /// Examples set aside to test on; 0 where there are none.
    fn test_rows(&self) -> usize {
        0
    }

    /// The loss of the trained network over the examples set aside; not a number where there are none. `work` has to
    /// be made for [`Self::test_rows`].
    fn test_loss(&self, _params: &[R], _buffers: &[R], _work: &mut Workspace) -> R {
        R::of(f64::NAN)
    }

    /// The same loss as [`Self::loss`], over `rows` of the examples set aside; not a number where there are none.
    fn loss_aside(&self, _params: &[R], _rows: Rows, _work: &mut Workspace) -> R {
        R::of(f64::NAN)
    }

    /// What is known in the problem's own units of the trained network, over all rows, and over those set aside.
    /// `work` has to be made for whichever of them are more.
    fn readouts(&self, _params: &[R], _buffers: &[R], _work: &mut Workspace) -> Vec<Readout> {
        Vec::new()
    }

    /// What the trained network answers to `inputs`, [features, n]: to classes the share that it gives each,
    /// [classes, n], to numbers the numbers, standardised, [outputs, n]. Empty where there are no inputs.
    fn answers(&self, _params: &[R], _buffers: &[R], _inputs: &[f64], _work: &mut Workspace) -> Vec<f64> {
        Vec::new()
    }

    /// What the problem shows of itself, in a chart of its own. `work` has to be made for all rows.
    fn portrait(&self, _params: &[R], _buffers: &[R], _work: &mut Workspace) -> Option<Portrait> {
        None
    }

    /// The data to train on and those set aside, where inputs go to targets.
    fn sets(&self) -> Option<(&Data, Option<&Data>)> {
        None
    }

    /// What the loss without noise over all rows takes otherwise than a step does, for a surface's label; a sentence, or
    /// nothing.
    fn drawn_as(&self) -> &'static str {
        ""
    }

    /// Whether the loss over some rows is the mean of the losses over each of them.
    fn is_mean(&self) -> bool {
        false
    }

    /// Whether examples are seen in the order of time rather than shuffled.
    fn is_streamed(&self) -> bool {
        false
    }

    /// Time steps of a sequence; `None` where there is no time.
    fn length(&self) -> Option<usize> {
        None
    }

    /// How strongly the last output depends on each input of a sequence, x_1 … x_T: ‖∂y_T/∂x_t‖ (of the whole Jacobian),
    /// the root of its mean square over some sequences. Empty where there is no time.
    fn dependence(&self, _params: &[R]) -> Vec<f64> {
        Vec::new()
    }

    /// The plane itself, where there are only two parameters: x and y from where to where, and known minima.
    fn domain(&self) -> Option<Domain> {
        None
    }

    /// The data to train on, where there are any.
    fn examples(&self) -> Option<Examples> {
        None
    }

    /// What is minimised, as a PyTorch script has to know it.
    fn blueprint(&self) -> Blueprint;
}

/// What an objective's gradient is, which decides what it may be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradientKind {
    /// That of the loss; at a kink, PyTorch's choice.
    Exact,
    /// That of a loss whose states are constants now and then: truncated by design.
    Truncated,
    /// A draw whose mean it is: single ones differ, and differences of one loss say nothing of them.
    Estimate,
}

/// Data in PyTorch's shapes, row by row.
#[derive(Clone, Debug)]
pub struct Examples {
    /// `[rows, features]`; `[length, rows, features]` for sequences.
    pub input_shape: Vec<usize>,
    /// The inputs.
    pub input: Vec<f64>,
    /// `[rows]` for classes, otherwise `[rows, outputs]`; sequences that answer at several steps have as many of either.
    pub target_shape: Vec<usize>,
    /// The targets.
    pub target: Vec<f64>,
    /// Whether they are class indices.
    pub classes: bool,
    /// Slopes of the target by each input, [rows, features]; empty where none are learned.
    pub slopes: Vec<f64>,
}

/// Room lent to an objective, of a type that only it knows.
pub struct Workspace(Box<dyn Any + Send>);

impl Workspace {
    /// Wraps an objective's own buffers.
    pub fn new<T: Any + Send>(buffers: T) -> Self {
        Self(Box::new(buffers))
    }

    /// The buffers, by the objective that made them.
    fn get<T: Any + Send>(&mut self) -> &mut T {
        self.0.downcast_mut().expect("a workspace is used by the objective that made it")
    }
}

/// The plane of a function of two parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// x from where to where.
    pub x: [f64; 2],
    /// y from where to where.
    pub y: [f64; 2],
    /// Known minima.
    pub minima: Vec<[f64; 2]>,
}

#[cfg(test)]
mod tests;
