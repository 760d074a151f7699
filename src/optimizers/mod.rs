//! Optimizers, in order of difficulty: from a (clipped) gradient to a step, one file each.
//!
//! Formulas, names and defaults are `torch.optim`'s. An optimizer is only its hyperparameters; its state lives in
//! [`State`], so that it can be drawn, saved and restored.

mod adam;
mod momentum;
mod nesterov;
mod sgd;

pub use adam::Adam;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use sgd::Sgd;

use crate::layout::Layout;
use crate::math::Real;
use crate::registry::{Default, Param, Range, family};

/// A rule that turns gradients into steps.
pub trait Optimizer {
    /// Names of the state vectors, each as long as the parameters; PyTorch's names.
    const STATE: &'static [&'static str];

    /// Numbers that it remembers beside the vectors; zeros before the first step.
    const SCALARS: usize = 0;

    /// Puts another momentum in place of its own (β₁ where there is no other), as some schedules do.
    fn set_momentum(&mut self, _momentum: f64) {}

    /// Moves `params` by one step; `state.count` is 1 for the first.
    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>);
}

/// What an optimizer is told of the step that it makes, and whom it may ask.
pub struct Step<'a, R> {
    /// Learning rate in force.
    pub lr: f64,
    /// Loss at the parameters that the step leaves.
    pub loss: f64,
    /// How the parameters are divided.
    pub layout: &'a Layout,
    /// Loss at other parameters, and its gradient: over the step's own batch, and clipped as the step's own gradient.
    pub evaluate: &'a mut dyn FnMut(&[R], &mut [R]) -> f64,
}

family! { ($)
    /// The optimizer chosen by the settings.
    pub enum AnyOptimizer: "optimizer" as each_optimizer {
        sgd::Sgd,
        momentum::Momentum,
        nesterov::Nesterov,
        adam::Adam,
    }
}

/// What an optimizer remembers between steps.
#[derive(Debug, PartialEq)]
pub struct State<R> {
    /// One vector for each of [`Optimizer::STATE`].
    pub vectors: Vec<Vec<R>>,
    /// [`Optimizer::SCALARS`] numbers.
    pub scalars: Vec<f64>,
    /// Updates made so far; while one is made, it counts.
    pub count: u64,
}

impl<R: Clone> Clone for State<R> {
    fn clone(&self) -> Self {
        Self { vectors: self.vectors.clone(), scalars: self.scalars.clone(), count: self.count }
    }

    /// Allocates nothing where the vectors' number and lengths agree; a run copies its state at every step.
    fn clone_from(&mut self, other: &Self) {
        self.vectors.clone_from(&other.vectors);
        self.scalars.clone_from(&other.scalars);
        self.count = other.count;
    }
}

impl AnyOptimizer {
    /// Names of the state vectors.
    pub fn state_names(&self) -> &'static [&'static str] {
        fn names<O: Optimizer>(_: &O) -> &'static [&'static str] {
            O::STATE
        }
        each_optimizer!(self, optimizer => names(optimizer))
    }

    /// The state before the first step: zeros.
    pub fn state<R: Real>(&self, params: usize) -> State<R> {
        fn scalars<O: Optimizer>(_: &O) -> usize {
            O::SCALARS
        }
        let scalars = each_optimizer!(self, optimizer => scalars(optimizer));
        State { vectors: vec![vec![R::ZERO; params]; self.state_names().len()], scalars: vec![0.0; scalars], count: 0 }
    }

    /// [`Optimizer::set_momentum`].
    pub fn set_momentum(&mut self, momentum: f64) {
        each_optimizer!(self, optimizer => optimizer.set_momentum(momentum));
    }

    /// Moves `params` by one step.
    pub fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        state.count += 1;
        each_optimizer!(self, optimizer => optimizer.update(step, params, gradient, state));
    }
}

/// The learning rate, with the optimizer's own default.
const fn learning_rate(default: f64) -> Param {
    Param {
        key: "lr",
        label: "Learning rate",
        help: "Length of a step for a gradient of length one; too large a rate diverges.",
        default: Default::Value(default),
        range: Range::Log(0.0, 1000.0),
        ..Param::BASE
    }
}

const MOMENTUM: Param = Param {
    key: "momentum",
    label: "Momentum",
    help: "Share of the previous velocity that is kept.",
    default: Default::Value(0.9),
    range: Range::Linear(0.0, 0.9999),
    ..Param::BASE
};

const WEIGHT_DECAY: Param = Param {
    key: "weight_decay",
    label: "Weight decay",
    help: "This share of the parameters is added to the gradient, after clipping.",
    default: Default::Value(0.0),
    range: Range::Log(0.0, 10.0),
    ..Param::BASE
};

/// SGD with momentum as PyTorch has it: b ← μ b + g (the first time b ← g), then a step along b, or along g + μ b.
fn heavy_ball<R: Real>(
    (mu, weight_decay, nesterov): (f64, f64, bool),
    lr: f64,
    params: &mut [R],
    gradient: &[R],
    state: &mut State<R>,
) {
    let (lr, mu, weight_decay) = (R::of(lr), R::of(mu), R::of(weight_decay));
    let first = state.count == 1;
    for ((p, g), b) in params.iter_mut().zip(gradient).zip(&mut state.vectors[0]) {
        let g = *g + weight_decay * *p;
        *b = if first { g } else { mu * *b + g };
        *p -= lr * if nesterov { g + mu * *b } else { *b };
    }
}
