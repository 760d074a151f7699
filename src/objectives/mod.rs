//! Whatever can be minimised is an [`Objective`]: a parameter vector of named tensors in named layers, a loss, a
//! gradient. Optimizers, clips, landscapes, probes and charts know only this trait.

pub mod function;
pub mod hedging;
pub mod penalised;
mod portrait;
pub mod pricing;
pub mod quadratic;
pub mod sequences;
pub mod smile;
pub mod supervised;
pub mod surfaces;
pub mod trading;

pub use crate::math::random::Noise;
pub use crate::networks::Observer;
pub use portrait::Portrait;

use crate::datasets::Data;
use crate::layout::Layout;
use crate::math::Real;
use crate::networks::cells::AnyCell;
use crate::precisions::{LayerRounding, Storage};
use crate::registry::Item;
use std::any::Any;

/// Rows are worked on in pieces of this many, in order: the bits do not depend on where a slice of work was cut, and
/// a piece stays in the cache.
pub const CHUNK: usize = 256;

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
    /// [rows, features], or [length, rows, features] of sequences.
    pub input_shape: Vec<usize>,
    /// The inputs.
    pub input: Vec<f64>,
    /// [rows] of classes, or [rows, outputs]; of sequences that are asked at several steps, as many of either.
    pub target_shape: Vec<usize>,
    /// The targets.
    pub target: Vec<f64>,
    /// Whether they are class indices.
    pub classes: bool,
    /// Slopes of the target by each input, [rows, features]; empty where none are learnt.
    pub slopes: Vec<f64>,
}

/// What is minimised, in PyTorch's terms.
#[derive(Clone, Debug)]
pub enum Blueprint {
    /// A sequence of modules on examples.
    Network {
        /// Expressions with gaps for settings, first to last.
        modules: Vec<String>,
        /// The activations and whatever else has to be defined for them.
        items: Vec<&'static Item>,
        /// The loss.
        loss: &'static Item,
        /// What errors of the slopes by the inputs count beside it.
        slope_weight: f64,
    },
    /// Layers of a recurrent cell with a linear head that reads the last layer's states.
    Recurrent {
        /// The cell.
        cell: AnyCell,
        /// Features of a step.
        inputs: usize,
        /// Units of a layer.
        hidden: usize,
        /// Layers below the head.
        layers: usize,
        /// Features that come out.
        outputs: usize,
        /// How many of the last steps the head reads.
        reads: usize,
        /// After how many steps states are detached; 0 for never.
        truncate: usize,
        /// The loss.
        loss: &'static Item,
    },
    /// A formula with the tensors of the layout for its parameters, by mean squared error.
    Formula {
        /// Defines `model`, from inputs to outputs, which uses the list `parameters`.
        define: String,
        /// What targets are multiplied by.
        target_factor: f64,
        /// What follows an update; may be empty.
        after: String,
    },
    /// Nothing that a script could do.
    Unwritten {
        /// Why, in a sentence.
        why: &'static str,
    },
    /// A function of x and y.
    Function {
        /// Its expression is in x and y.
        surface: &'static Item,
        /// The expression, where the item has none of its own.
        written: Option<String>,
    },
}

impl Blueprint {
    /// Whether it draws noise of its own, other than ours.
    pub fn is_noisy(&self) -> bool {
        matches!(self, Blueprint::Network { modules, .. } if modules.iter().any(|module| module.contains("nn.Dropout")))
    }

    /// The items that it is made of.
    pub fn items(&self) -> Vec<&'static Item> {
        match self {
            Blueprint::Network { items, loss, .. } => items.iter().copied().chain([*loss]).collect(),
            Blueprint::Recurrent { cell, loss, .. } => vec![cell.item(), loss],
            Blueprint::Formula { .. } | Blueprint::Unwritten { .. } => Vec::new(),
            Blueprint::Function { surface, .. } => vec![surface],
        }
    }
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

/// Which examples.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// All, in order.
    All,
    /// These, in this order.
    These(&'a [u32]),
}

/// What a pass is over: the same batch gives the same loss, however often it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Which examples.
    pub rows: Rows<'a>,
    /// Whose noise is in it; `None` for the loss without, which is what surfaces are made of.
    pub noise: Option<Noise>,
    /// What slopes are multiplied by on their way back where they are rounded. Gradients and what observers are shown are
    /// divided by it again.
    pub loss_scale: f64,
}

impl<'a> From<Rows<'a>> for Batch<'a> {
    fn from(rows: Rows<'a>) -> Self {
        Self { rows, noise: None, loss_scale: 1.0 }
    }
}

impl<'a> Rows<'a> {
    /// How many, of `all`.
    pub fn count(self, all: usize) -> usize {
        match self {
            Rows::All => all,
            Rows::These(rows) => rows.len(),
        }
    }

    /// The n-th of them.
    fn row(self, n: usize) -> usize {
        self.numbers().map_or(n, |rows| rows[n] as usize)
    }

    /// Their numbers; `None` where the numbers simply count.
    fn numbers(self) -> Option<&'a [u32]> {
        match self {
            Rows::All => None,
            Rows::These(rows) => Some(rows),
        }
    }

    /// (first, columns) of every piece of at most `most` rows.
    fn pieces(count: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let (first, columns) = (next, most.min(count - next));
            next += columns;
            (columns > 0).then_some((first, columns))
        })
    }
}

/// Copies columns `first`.. of `source`, [features, all], into `piece`, [features, stride]. Padding repeats the last
/// example, so that it never overflows where the data do not.
fn gather<R: Real>(
    source: &[R],
    all: usize,
    rows: Rows,
    (first, columns): (usize, usize),
    piece: &mut [R],
    stride: usize,
) {
    // One row after the other: a division would take as long as some of them.
    let (mut source, mut piece) = (source, piece);
    while let (Some((from, other)), Some((to, rest))) =
        (source.split_at_checked(all), std::mem::take(&mut piece).split_at_mut_checked(stride))
    {
        (source, piece) = (other, rest);
        match rows {
            Rows::All => to[..columns].copy_from_slice(&from[first..first + columns]),
            Rows::These(rows) => {
                let rows = &rows[first..first + columns];
                for b in 0..columns {
                    to[b] = from[rows[b] as usize];
                }
            }
        }
        let last = to[columns - 1];
        for b in columns..stride {
            to[b] = last;
        }
    }
}

/// A figure in the problem's own units.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// What it is.
    pub label: &'static str,
    /// How much.
    pub value: f64,
    /// In which unit; empty for a share or a pure number.
    pub unit: &'static str,
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

/// [features, rows] to [rows, features].
fn row_by_row<R: Real>(values: &[R], rows: usize) -> Vec<f64> {
    (0..rows).flat_map(|row| values.iter().skip(row).step_by(rows).map(|value| value.to_f64())).collect()
}

#[cfg(test)]
mod tests;
