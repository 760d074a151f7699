//! Regularisation: a penalty on large weights, added to the loss (L1: R. Tibshirani 1996; L2: A. E. Hoerl, R. W. Kennard
//! 1970).

use super::Observer;
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::registry::{Key, Param, Range, Settings};
use std::ops;

/// λ₁
pub const L1: Key<f64> = Key::new(Param {
    key: "l1",
    label: "L1 penalty",
    help: "Adds l1 Σ|w| over the weights, not the biases, to the loss. Every step pulls each weight towards zero by the same amount.",
    range: Range::Log(0.0, 1.0),
    seldom: true,
    ..Param::BASE
});

/// λ₂
pub const L2: Key<f64> = Key::new(Param {
    key: "l2",
    label: "L2 penalty",
    help: "Adds l2/2 Σw² over the weights, not the biases, to the loss. Every step pulls each weight towards zero in proportion to its size.",
    range: Range::Log(0.0, 1.0),
    seldom: true,
    ..Param::BASE
});

/// λ₁ Σ|w| + λ₂/2 Σw² over the weight matrices, recurrent ones included. Biases and normalisation parameters do not
/// count. The gradient of the second term is λ₂ w, as with PyTorch's `weight_decay`.
pub struct Penalty<R: Real> {
    l1: R,
    l2: R,
    weights: Vec<ops::Range<usize>>,
}

impl<R: Real> Penalty<R> {
    /// The settings' `l1` and `l2`; `None` where both are 0.
    pub fn of(settings: &Settings, layout: &Layout) -> Option<Self> {
        let (l1, l2) = (settings.get(&L1), settings.get(&L2));
        if l1 == 0.0 && l2 == 0.0 {
            return None;
        }
        let matrices = layout.tensors.iter().filter(|t| matches!(t.role, Role::Weight | Role::Recurrent));
        let weights = matrices.map(|tensor| tensor.range.clone()).collect();
        Some(Self { l1: R::of(l1), l2: R::of(l2), weights })
    }

    /// The penalty at `params`.
    pub fn at(&self, params: &[R]) -> R {
        let mut whole = R::ZERO;
        for range in &self.weights {
            // Sum row by row, so that small terms are not lost in a large sum.
            for row in params[range.clone()].chunks(256) {
                let (mut sizes, mut squares) = (R::ZERO, R::ZERO);
                for w in row {
                    sizes += w.abs();
                    squares += *w * *w;
                }
                whole += self.l1 * sizes + R::of(0.5) * self.l2 * squares;
            }
        }
        whole
    }

    /// Shows an observer the weights, at whose zeros λ₁ |w| is not smooth.
    pub fn show_bends(&self, params: &[R], observer: &mut dyn Observer<R>) {
        let weights = self.weights.iter().filter(|_| self.l1 != R::ZERO);
        weights.flat_map(|range| &params[range.clone()]).for_each(|w| observer.bend(*w, &[0.0]));
    }

    /// Adds λ₁ sign(w) + λ₂ w. At w = 0 the first term is 0, as in PyTorch.
    pub fn add_gradient(&self, params: &[R], gradient: &mut [R]) {
        for range in &self.weights {
            for (g, w) in gradient[range.clone()].iter_mut().zip(&params[range.clone()]) {
                *g += self.l1 * w.sign() + self.l2 * *w;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objectives::{Objective, Rows};
    use crate::scenarios;

    fn objective(text: &str) -> Objective<f64> {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        scenarios::objective(&settings, None).expect("no data file is needed")
    }

    #[test]
    fn the_penalty_is_its_definition_and_spares_biases() {
        for scenario in ["spiral&points=20&hidden_layers=2&width=3", "recall&width=3"] {
            let (free, bound) = (objective(&format!("scenario={scenario}")), format!("scenario={scenario}"));
            let bound = objective(&format!("{bound}&l1=0.01&l2=0.1"));
            // Biases start at zero. Moving them shows whether they count.
            let params: Vec<f64> = free.init(1).iter().enumerate().map(|(k, w)| w + 0.01 * (k % 7) as f64).collect();
            let matrices = free.layout().tensors.iter().filter(|t| t.shape.len() == 2).map(|t| t.range.clone());
            let weights: Vec<f64> = matrices.flat_map(|range| params[range].to_vec()).collect();
            let want =
                0.01 * weights.iter().map(|w| w.abs()).sum::<f64>() + 0.05 * weights.iter().map(|w| w * w).sum::<f64>();
            let loss = |o: &Objective<f64>| o.loss(&params, Rows::All.into(), &mut o.workspace(o.rows()));
            assert!((loss(&bound) - loss(&free) - want).abs() < 1e-13 * want, "{scenario}");
        }
    }
}
