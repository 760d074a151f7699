//! Optimizers, in order of difficulty, one file each.
//!
//! Formulas, names and defaults are those of `torch.optim`. An optimizer holds only hyperparameters. Its state is in
//! [`State`], so that it can be shown, saved and restored.

mod adadelta;
mod adagrad;
mod adam;
mod adamw;
mod amsgrad;
mod lbfgs;
mod lion;
mod momentum;
mod muon;
mod nadam;
mod nesterov;
mod parameters;
mod radam;
mod rmsprop;
mod sgd;

pub use adadelta::Adadelta;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamw::AdamW;
pub use amsgrad::AmsGrad;
pub use lbfgs::Lbfgs;
pub use lion::Lion;
pub use momentum::Momentum;
pub use muon::{Companion, Muon};
pub use nadam::NAdam;
pub use nesterov::Nesterov;
#[cfg(test)]
pub use oracle::Example;
pub use parameters::{LR, MOMENTUM};
pub use radam::RAdam;
pub use rmsprop::RmsProp;
pub use sgd::Sgd;

use crate::layout::Layout;
use crate::math::Real;
use crate::registry::{Item, Key, Param, Range, default_choice, family, outlined};

/// An update rule.
pub trait Optimizer {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// PyTorch's names of the state vectors, each as long as the parameters.
    const STATE: &'static [&'static str];

    /// Number of scalars in the state; zeros before the first step.
    const SCALARS: usize = 0;

    /// Replaces its momentum (or β₁), as some schedules do.
    fn set_momentum(&mut self, _momentum: f64) {}

    /// The curvatures λ for which its `count`-th update is stable on a quadratic function; `None` if λ alone does not
    /// decide.
    fn stability(&self, _count: u64) -> Option<Stability> {
        None
    }

    /// The elementwise divisor P of the gradient (or its mean) in the `count`-th update, from the vectors of
    /// [`Self::STATE`] after it. Empty without a divisor.
    fn divisor(&self, _count: u64, _state: &[Vec<f64>]) -> Vec<f64> {
        Vec::new()
    }

    /// Updates `params`; `state.count` is 1 for the first step.
    fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>);
}

/// The stability condition on a quadratic function, lr · (λ + λ_w) < c (J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A.
/// Talwalkar, "Gradient descent on neural networks typically occurs at the edge of stability", 2021, section 2 and
/// appendix B). With a constant divisor P, λ is an eigenvalue of P⁻¹H (J. Cohen, B. Ghorbani, S. Krishnan, N. Agarwal,
/// S. Medapati, M. Badura, D. Suo, D. Cardoze, Z. Nado, G. E. Dahl, J. Gilmer, "Adaptive gradient methods at the edge
/// of stability", 2022).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stability {
    /// c: 2 for gradient descent.
    pub product: f64,
    /// The formula of c.
    pub formula: &'static str,
    /// λ_w: the curvature that weight decay adds.
    pub decay: f64,
    /// For a rule with a divisor, the weight decay w that P divides, too: λ is an eigenvalue of P⁻¹(H + w).
    pub divided: Option<f64>,
}

impl Stability {
    /// Of θ ← (1 - lr w') θ - lr · P⁻¹ (γ g + μ m), m ← β m + (1-β) g, where w' is decoupled weight decay; otherwise
    /// weight decay is part of g. The characteristic polynomial is z² - (1 - lr w' + β - lr λ (γ + μ (1-β))) z + β (1 -
    /// lr w' - lr λ γ). Its first root to leave the unit circle does so at -1.
    fn averaged(beta: f64, (gamma, mu): (f64, f64), formula: &'static str, weight_decay: f64, decoupled: bool) -> Self {
        let product = 2.0 * (1.0 + beta) / (gamma * (1.0 + beta) + mu * (1.0 - beta));
        let (decay, coupled) = if decoupled { (0.5 * product * weight_decay, 0.0) } else { (0.0, weight_decay) };
        Self { product, formula, decay, divided: Some(coupled) }
    }

    /// Of Adam with this β₁ and weight decay.
    fn of_adam(beta1: f64, weight_decay: f64, decoupled: bool) -> Self {
        Self::averaged(beta1, (0.0, 1.0), "(2 + 2β₁) / ((1 - β₁) lr)", weight_decay, decoupled)
    }

    /// The largest curvature at which it is stable.
    pub fn largest(self, lr: f64) -> f64 {
        self.product / lr - self.decay
    }
}

/// The inputs of an update besides parameters and gradient.
pub struct Step<'a, R> {
    /// Learning rate in force.
    pub lr: f64,
    /// Loss before the update.
    pub loss: f64,
    /// The layout of the parameters.
    pub layout: &'a Layout,
    /// Evaluates the loss at other parameters and writes its gradient: over the same batch and with the same clip.
    pub evaluate: &'a mut dyn FnMut(&[R], &mut [R]) -> f64,
}

family! { ($)
    /// The optimizer chosen by the settings.
    pub enum AnyOptimizer: OPTIMIZER as each_optimizer {
        sgd::Sgd,
        momentum::Momentum,
        nesterov::Nesterov,
        adagrad::Adagrad,
        rmsprop::RmsProp,
        adadelta::Adadelta,
        adam::Adam,
        adamw::AdamW,
        nadam::NAdam,
        radam::RAdam,
        amsgrad::AmsGrad,
        lion::Lion,
        muon::Muon,
        lbfgs::Lbfgs,
    }
}

/// The setting that chooses the optimizer.
pub const OPTIMIZER: Key<&'static Item> = Key::new(Param {
    key: "optimizer",
    label: "Optimizer",
    help: "How a gradient becomes a parameter update.",
    default: default_choice(AnyOptimizer::ITEMS, "sgd"),
    range: Range::Choice(AnyOptimizer::ITEMS),
    ..Param::BASE
});

/// The state of an optimizer.
#[derive(Debug)]
pub struct State<R> {
    /// One vector for each of [`Optimizer::STATE`], as long as the parameters; more where an optimizer adds some.
    pub vectors: Vec<Vec<R>>,
    /// [`Optimizer::SCALARS`] numbers; more where an optimizer adds some.
    pub scalars: Vec<f64>,
    /// Number of updates, including the one in progress.
    pub count: u64,
    /// Temporary buffer. It is neither copied nor compared.
    pub scratch: Vec<R>,
}

impl<R: PartialEq> PartialEq for State<R> {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.scalars == other.scalars && self.vectors == other.vectors
    }
}

impl<R: Copy> Clone for State<R> {
    fn clone(&self) -> Self {
        let (vectors, scalars) = (self.vectors.clone(), self.scalars.clone());
        Self { vectors, scalars, count: self.count, scratch: Vec::new() }
    }

    /// Allocates nothing if number and lengths of the vectors agree. A run copies its state at every step.
    fn clone_from(&mut self, other: &Self) {
        if self.vectors.len() == other.vectors.len() {
            self.vectors.iter_mut().zip(&other.vectors).for_each(|(to, from)| copy(to, from));
        } else {
            self.vectors.clone_from(&other.vectors);
        }
        copy(&mut self.scalars, &other.scalars);
        self.count = other.count;
    }
}

/// Copies `from` to `to`. Usually both are empty, and this is free.
#[inline(always)]
pub fn copy<T: Copy>(to: &mut Vec<T>, from: &[T]) {
    if to.len() != from.len() {
        to.clear();
        to.extend_from_slice(from);
    } else if !from.is_empty() {
        to.copy_from_slice(from);
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
        let vectors = vec![vec![R::ZERO; params]; self.state_names().len()];
        State { vectors, scalars: vec![0.0; scalars], count: 0, scratch: Vec::new() }
    }

    /// [`Optimizer::set_momentum`].
    pub fn set_momentum(&mut self, momentum: f64) {
        each_optimizer!(self, optimizer => optimizer.set_momentum(momentum));
    }

    /// [`Optimizer::stability`].
    pub fn stability(&self, count: u64) -> Option<Stability> {
        each_optimizer!(self, optimizer => optimizer.stability(count))
    }

    /// [`Optimizer::divisor`] of the update that produced `state`; also empty before the first.
    pub fn divisor<R: Real>(&self, state: &State<R>) -> Vec<f64> {
        if state.count == 0 {
            return Vec::new();
        }
        let vectors: Vec<Vec<f64>> =
            state.vectors.iter().map(|vector| vector.iter().map(|x| x.to_f64()).collect()).collect();
        each_optimizer!(self, optimizer => optimizer.divisor(state.count, &vectors))
    }

    /// Updates `params`.
    #[inline(never)]
    pub fn update<R: Real>(&self, step: Step<R>, params: &mut [R], gradient: &[R], state: &mut State<R>) {
        state.count += 1;
        each_optimizer!(self, optimizer => outlined(|| optimizer.update(step, params, gradient, state)));
    }
}

/// SGD with momentum as PyTorch has it: b ← μ b + (1 - τ) g (the first time b ← g), then a step along b, or along g + μ b.
fn heavy_ball<R: Real>(
    (mu, dampening, weight_decay, nesterov): (f64, f64, f64, bool),
    lr: f64,
    params: &mut [R],
    gradient: &[R],
    state: &mut State<R>,
) {
    let (lr, mu, weight_decay) = (R::of(lr), R::of(mu), R::of(weight_decay));
    let taken = R::of(1.0 - dampening);
    let first = state.count == 1;
    for ((p, g), b) in params.iter_mut().zip(gradient).zip(&mut state.vectors[0]) {
        let g = *g + weight_decay * *p;
        *b = if first { g } else { mu * *b + taken * g };
        *p -= lr * if nesterov { g + mu * *b } else { *b };
    }
}

/// factor · (√(v / correction) + ε), element by element.
fn rooted(squares: &[f64], correction: f64, eps: f64, factor: f64) -> Vec<f64> {
    squares.iter().map(|v| factor * ((v / correction).sqrt() + eps)).collect()
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod stability_tests;
#[cfg(test)]
mod tests;
