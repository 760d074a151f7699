//! Settings and arithmetic that several optimizers share.

use crate::math::{Real, power};
use crate::registry::{Default, Key, Param, Range};

/// The learning rate; every optimizer has its own default.
pub const LR: Key<f64> = Key::new(Param {
    key: "lr",
    label: "Learning rate",
    help: "Step length for a gradient of length one. If the rate is too large, the run diverges.",
    default: Default::Value(1e-3),
    range: Range::Log(0.0, 1000.0),
    ..Param::BASE
});

/// The momentum of the optimizers that have one.
pub const MOMENTUM: Key<f64> = Key::new(Param {
    key: "momentum",
    label: "Momentum",
    help: "Fraction of the previous velocity that is kept.",
    default: Default::Value(0.9),
    range: Range::Linear(0.0, 0.9999),
    ..Param::BASE
});

pub(super) const BETA1: Key<f64> = Key::new(Param {
    key: "beta1",
    seldom: true,
    label: "β₁",
    help: "Decay of the running mean of gradients.",
    default: Default::Value(0.9),
    range: Range::Linear(0.0, 0.9999),
    ..Param::BASE
});

pub(super) const BETA2: Key<f64> = Key::new(Param {
    key: "beta2",
    seldom: true,
    label: "β₂",
    help: "Decay of the running mean of squared gradients.",
    default: Default::Value(0.999),
    range: Range::Linear(0.0, 0.999_999),
    ..Param::BASE
});

pub(super) const EPS: Key<f64> = Key::new(Param {
    key: "eps",
    seldom: true,
    label: "ε",
    help: "Added to the denominator, so that tiny gradients do not cause huge steps.",
    default: Default::Value(1e-8),
    range: Range::Log(0.0, 1.0),
    ..Param::BASE
});

pub(super) const WEIGHT_DECAY: Key<f64> = Key::new(Param {
    key: "weight_decay",
    seldom: true,
    label: "Weight decay",
    help: "Pulls the parameters towards zero by adding this fraction of them to the gradient, after clipping. If decoupled, the parameters shrink by lr times this fraction instead.",
    default: Default::Value(0.0),
    range: Range::Log(0.0, 10.0),
    ..Param::BASE
});

pub(super) const DECOUPLED: Key<bool> = Key::new(Param {
    key: "decoupled_weight_decay",
    seldom: true,
    label: "Decoupled decay",
    help: "Weight decay shrinks the parameters directly and stays out of the moments, as in AdamW.",
    range: Range::Switch,
    ..Param::BASE
});

/// Weight decay, coupled or decoupled.
#[derive(Clone, Copy)]
pub(super) struct Decay<R> {
    keep: R,
    added: R,
}

impl<R: Real> Decay<R> {
    /// θ ← (1 - lr λ) θ if decoupled, otherwise g ← g + λ θ.
    pub(super) fn new(lr: f64, weight_decay: f64, decoupled: bool) -> Self {
        if decoupled {
            Self { keep: R::of(1.0 - lr * weight_decay), added: R::ZERO }
        } else {
            Self { keep: R::ONE, added: R::of(weight_decay) }
        }
    }

    /// Decays a parameter; returns its gradient for the rest of the step.
    #[inline(always)]
    pub(super) fn apply(self, p: &mut R, g: R) -> R {
        *p *= self.keep;
        g + self.added * *p
    }
}

/// Adam's running means of the gradient and of its square, with their bias correction.
#[derive(Clone, Copy)]
pub(super) struct Moments<R> {
    lerp: R,
    keep: R,
    new: R,
    /// 1 - β₁ᵗ
    pub(super) correction1: f64,
    /// 1 - β₂ᵗ
    pub(super) correction2: f64,
}

impl<R: Real> Moments<R> {
    /// For step `count`, the first one being 1.
    pub(super) fn new(beta1: f64, beta2: f64, count: u64) -> Self {
        Self {
            lerp: R::of(1.0 - beta1),
            keep: R::of(beta2),
            new: R::of(1.0 - beta2),
            correction1: 1.0 - power(beta1, count),
            correction2: 1.0 - power(beta2, count),
        }
    }

    /// (1 - β₁ᵗ) (√v̂ + ε): the divisor of the running mean.
    pub(super) fn divisor(self, squares: &[f64], eps: f64) -> Vec<f64> {
        super::rooted(squares, self.correction2, eps, self.correction1)
    }

    /// m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²
    #[inline(always)]
    pub(super) fn update(self, g: R, m: &mut R, v: &mut R) {
        *m += self.lerp * (g - *m);
        *v = self.keep * *v + self.new * g * g;
    }
}
