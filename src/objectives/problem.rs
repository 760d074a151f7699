//! The traits of a problem: what it is ([`Describe`]), what training needs besides the loss ([`Train`]), the loss and
//! its gradient ([`Minimise`]), and how a trained network is evaluated ([`Evaluate`]).
//!
//! All other code uses an [`Objective`](super::Objective), a problem plus a penalty. A penalty changes the methods of
//! [`Minimise`] only.

use super::{Batch, Blueprint, ChartData, Domain, Examples, GradientKind, Observer, Readout, Rows, Workspace};
use crate::datasets::Data;
use crate::layout::Layout;
use crate::math::Real;
use crate::precisions::{LayerRounding, Storage};
use crate::texts::Text;

/// What the problem is, independent of the number type.
pub trait Describe {
    /// How the parameter vector is divided.
    fn layout(&self) -> &Layout;

    /// Training examples; 0 where there are none.
    fn rows(&self) -> usize;

    /// Test examples; 0 where there are none.
    fn test_rows(&self) -> usize {
        0
    }

    /// The training and the test data, if the problem maps inputs to targets.
    fn sets(&self) -> Option<(&Data, Option<&Data>)> {
        None
    }

    /// The training data in PyTorch's shapes.
    fn examples(&self) -> Option<Examples> {
        None
    }

    /// Time steps of a sequence; `None` if the data are not sequences.
    fn length(&self) -> Option<usize> {
        None
    }

    /// The range to show and the known minima of a function of two parameters; `None` for anything else.
    fn domain(&self) -> Option<Domain> {
        None
    }

    /// The training loss of the best constant answer, without a penalty; `None` where there is nothing to answer.
    fn constant_loss(&self) -> Option<f64> {
        None
    }

    /// Whether the loss of a step has noise besides that of batches: new draws in every step, or dropout.
    fn is_noisy(&self) -> bool {
        false
    }

    /// Whether batches come in order of time instead of shuffled.
    fn is_streamed(&self) -> bool {
        false
    }

    /// The day of a training row, in years; `None` unless rows are days.
    fn day(&self, _row: usize) -> Option<f64> {
        None
    }

    /// Whether the loss over some rows is the mean of the rows' losses.
    fn is_mean(&self) -> bool {
        false
    }

    /// The kind of gradient that [`Minimise::gradient`] computes.
    fn gradient_kind(&self) -> GradientKind {
        GradientKind::Exact
    }

    /// Whether the gradient in dual numbers is a Hessian-vector product. Estimates have none.
    fn has_hessian(&self) -> bool {
        self.gradient_kind() != GradientKind::Estimate
    }

    /// A sentence for the surface's label: how the loss drawn there differs from a step's. Empty where it does not.
    fn drawn_as(&self) -> Text {
        "".into()
    }

    /// What a PyTorch script needs to know.
    fn blueprint(&self) -> Blueprint;
}

/// What training needs besides the loss.
pub trait Train<R: Real> {
    /// Initial parameters.
    fn init(&self, seed: u64) -> Vec<R>;

    /// Buffers for passes over up to `rows` examples at a time, for the methods that take a workspace.
    fn workspace(&self, rows: usize) -> Workspace;

    /// Moves parameters that an update took out of bounds back into them.
    fn project(&self, _params: &mut [R]) {}

    /// The format in which numbers are stored.
    fn storage(&self) -> Storage {
        Storage::FULL
    }

    /// What rounding did to each layer's numbers in the last [`Minimise::gradient`] with `work`; empty where nothing is
    /// rounded.
    fn rounding<'a>(&self, _work: &'a mut Workspace) -> &'a [LayerRounding] {
        &[]
    }

    /// Updates the running statistics in `buffers` with those of the last [`Minimise::gradient`] with `work`. A run calls it
    /// once a step. The layout says how `buffers` is divided.
    fn update_running_stats(&self, _buffers: &mut [R], _work: &mut Workspace) {}
}

/// The loss and its gradient. Only the workspace changes.
pub trait Minimise<R: Real>: Problem<R> {
    /// The loss at `params` over `batch`, as training computes it. `observer` sees the signals.
    fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R;

    /// The same without an observer.
    fn loss(&self, params: &[R], batch: Batch, work: &mut Workspace) -> R {
        self.forward(params, batch, work, &mut ())
    }

    /// Returns the loss at `params` over `batch` and writes its gradient. `observer` sees the signals.
    fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R;

    /// The loss of the trained network over `rows`: without dropout, and with the running statistics of `buffers` in place
    /// of the batch's.
    fn evaluate(&self, params: &[R], _buffers: &[R], rows: Rows, work: &mut Workspace) -> R {
        self.loss(params, rows.into(), work)
    }

    /// The loss of the trained network over the test examples; NaN where there are none. `work` has room for
    /// [`Describe::test_rows`].
    fn test_loss(&self, _params: &[R], _buffers: &[R], _work: &mut Workspace) -> R {
        R::of(f64::NAN)
    }

    /// The loss as [`Self::loss`] computes it, over `rows` of the test set; NaN without one.
    fn loss_on_test_rows(&self, _params: &[R], _rows: Rows, _work: &mut Workspace) -> R {
        R::of(f64::NAN)
    }
}

/// Evaluation of the trained network, in the problem's own units.
pub trait Evaluate<R: Real> {
    /// Metrics in the problem's own units, over the training and the test set. `work` has room for the larger of the
    /// two.
    fn readouts(&self, _params: &[R], _buffers: &[R], _work: &mut Workspace) -> Vec<Readout> {
        Vec::new()
    }

    /// The network's predictions for `inputs`, [features, n]: class probabilities, [classes, n], or standardised
    /// outputs, [outputs, n]. Empty if the problem has no inputs.
    fn predict(&self, _params: &[R], _buffers: &[R], _inputs: &[f64], _work: &mut Workspace) -> Vec<f64> {
        Vec::new()
    }

    /// Runs [`Self::predict`]'s forward pass over at most [`super::CHUNK`] columns of `inputs` and shows it to an observer.
    /// Does nothing if the problem has no such inputs.
    fn observe_inputs(
        &self,
        _params: &[R],
        _buffers: &[R],
        _inputs: &[f64],
        _work: &mut Workspace,
        _observer: &mut dyn Observer<R>,
    ) {
    }

    /// The data of the problem's own chart. `work` has room for all rows.
    fn chart_data(&self, _params: &[R], _buffers: &[R], _work: &mut Workspace) -> Option<ChartData> {
        None
    }

    /// The norm of the Jacobian ∂y_T/∂x_t of the last output by each input x_1 … x_T, root mean square over some
    /// sequences. Empty if the data are not sequences.
    fn dependence(&self, _params: &[R]) -> Vec<f64> {
        Vec::new()
    }
}

/// All of a problem that a penalty does not change.
pub trait Problem<R: Real>: Describe + Train<R> + Evaluate<R> + Send {}

impl<R: Real, T: Describe + Train<R> + Evaluate<R> + Send> Problem<R> for T {}
