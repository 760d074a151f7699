//! Regularisation: an objective whose loss is made larger by large weights (L1: R. Tibshirani 1996; L2: A. E. Hoerl,
//! R. W. Kennard 1970). Whatever asks for a loss, surfaces too, gets it with the penalty; gradients have it before
//! they are clipped.

use super::{Batch, Blueprint, Domain, Examples, GradientKind, Objective, Observer, Portrait, Rows, Workspace};
use crate::datasets::Data;
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::precisions::{LayerRounding, Storage};
use crate::readout::Readout;
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

/// L + λ₁ Σ|w| + λ₂/2 Σw² over the weight matrices, recurrent ones included; biases and the parameters of normalisation
/// are free. The gradient of the last term is λ₂ w, as of PyTorch's `weight_decay`.
pub struct Penalised<R: Real> {
    inner: Box<dyn Objective<R>>,
    l1: R,
    l2: R,
    weights: Vec<ops::Range<usize>>,
}

impl<R: Real> Penalised<R> {
    /// The objective with the settings' `l1` and `l2`; as it was where both are 0.
    pub fn wrap(inner: Box<dyn Objective<R>>, settings: &Settings) -> Box<dyn Objective<R>> {
        let (l1, l2) = (settings.get(&L1), settings.get(&L2));
        if l1 == 0.0 && l2 == 0.0 {
            return inner;
        }
        let matrices = inner.layout().tensors.iter().filter(|t| matches!(t.role, Role::Weight | Role::Recurrent));
        let weights = matrices.map(|tensor| tensor.range.clone()).collect();
        Box::new(Self { inner, l1: R::of(l1), l2: R::of(l2), weights })
    }

    fn penalty(&self, params: &[R]) -> R {
        let mut whole = R::ZERO;
        for range in &self.weights {
            // Row by row, so that many small terms are not lost in a large sum.
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

    /// λ₁ sign(w) + λ₂ w; at w = 0 the first is 0, as in PyTorch.
    fn add_gradient(&self, params: &[R], gradient: &mut [R]) {
        for range in &self.weights {
            for (g, w) in gradient[range.clone()].iter_mut().zip(&params[range.clone()]) {
                *g += self.l1 * w.sign() + self.l2 * *w;
            }
        }
    }
}

/// Every method is passed on, those with a default too.
impl<R: Real> Objective<R> for Penalised<R> {
    fn layout(&self) -> &Layout {
        self.inner.layout()
    }

    fn init(&self, seed: u64) -> Vec<R> {
        self.inner.init(seed)
    }

    fn rows(&self) -> usize {
        self.inner.rows()
    }

    fn workspace(&self, rows: usize) -> Workspace {
        self.inner.workspace(rows)
    }

    fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        self.inner.forward(params, batch, work, observer) + self.penalty(params)
    }

    fn loss(&self, params: &[R], batch: Batch, work: &mut Workspace) -> R {
        self.inner.loss(params, batch, work) + self.penalty(params)
    }

    fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let loss = self.inner.gradient(params, batch, gradient, work, observer);
        self.add_gradient(params, gradient);
        loss + self.penalty(params)
    }

    fn project(&self, params: &mut [R]) {
        self.inner.project(params);
    }

    fn storage(&self) -> Storage {
        self.inner.storage()
    }

    fn rounding<'a>(&self, work: &'a mut Workspace) -> &'a [LayerRounding] {
        self.inner.rounding(work)
    }

    fn commit(&self, buffers: &mut [R], work: &mut Workspace) {
        self.inner.commit(buffers, work);
    }

    fn evaluate(&self, params: &[R], buffers: &[R], rows: Rows, work: &mut Workspace) -> R {
        self.inner.evaluate(params, buffers, rows, work) + self.penalty(params)
    }

    fn test_rows(&self) -> usize {
        self.inner.test_rows()
    }

    /// With the penalty, so that it can be compared with the loss of training.
    fn test_loss(&self, params: &[R], buffers: &[R], work: &mut Workspace) -> R {
        self.inner.test_loss(params, buffers, work) + self.penalty(params)
    }

    fn loss_aside(&self, params: &[R], rows: Rows, work: &mut Workspace) -> R {
        self.inner.loss_aside(params, rows, work) + self.penalty(params)
    }

    fn readouts(&self, params: &[R], buffers: &[R], work: &mut Workspace) -> Vec<Readout> {
        self.inner.readouts(params, buffers, work)
    }

    fn answers(&self, params: &[R], buffers: &[R], inputs: &[f64], work: &mut Workspace) -> Vec<f64> {
        self.inner.answers(params, buffers, inputs, work)
    }

    fn portrait(&self, params: &[R], buffers: &[R], work: &mut Workspace) -> Option<Portrait> {
        self.inner.portrait(params, buffers, work)
    }

    fn drawn_as(&self) -> &'static str {
        self.inner.drawn_as()
    }

    fn sets(&self) -> Option<(&Data, Option<&Data>)> {
        self.inner.sets()
    }

    fn has_hessian(&self) -> bool {
        self.inner.has_hessian()
    }

    fn is_mean(&self) -> bool {
        self.inner.is_mean()
    }

    fn gradient_kind(&self) -> GradientKind {
        self.inner.gradient_kind()
    }

    fn dependence(&self, params: &[R]) -> Vec<f64> {
        self.inner.dependence(params)
    }

    fn is_streamed(&self) -> bool {
        self.inner.is_streamed()
    }

    fn length(&self) -> Option<usize> {
        self.inner.length()
    }

    fn domain(&self) -> Option<Domain> {
        self.inner.domain()
    }

    fn examples(&self) -> Option<Examples> {
        self.inner.examples()
    }

    fn blueprint(&self) -> Blueprint {
        self.inner.blueprint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenarios;

    fn objective(text: &str) -> Box<dyn Objective<f64>> {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        scenarios::objective(&settings, None).expect("no data file is needed")
    }

    #[test]
    fn the_penalty_is_its_definition_and_spares_biases() {
        for scenario in ["spiral&points=20&hidden_layers=2&width=3", "recall&width=3"] {
            let (free, bound) = (objective(&format!("scenario={scenario}")), format!("scenario={scenario}"));
            let bound = objective(&format!("{bound}&l1=0.01&l2=0.1"));
            // Biases start at zero: away from it, it shows whether they are counted.
            let params: Vec<f64> = free.init(1).iter().enumerate().map(|(k, w)| w + 0.01 * (k % 7) as f64).collect();
            let matrices = free.layout().tensors.iter().filter(|t| t.shape.len() == 2).map(|t| t.range.clone());
            let weights: Vec<f64> = matrices.flat_map(|range| params[range].to_vec()).collect();
            let want =
                0.01 * weights.iter().map(|w| w.abs()).sum::<f64>() + 0.05 * weights.iter().map(|w| w * w).sum::<f64>();
            let loss = |o: &dyn Objective<f64>| o.loss(&params, Rows::All.into(), &mut o.workspace(o.rows()));
            assert!((loss(&*bound) - loss(&*free) - want).abs() < 1e-13 * want, "{scenario}");
        }
    }

    /// A method with a default that were not passed on would go unnoticed: the penalised objective would just lack it.
    #[test]
    fn every_method_of_the_trait_is_passed_on() {
        let text = include_str!("mod.rs");
        let of_trait = text.split("pub trait Objective<R: Real>").nth(1).and_then(|rest| rest.split("\n}\n").next());
        let methods = of_trait.expect("the trait is there").split("    fn ").skip(1);
        let names: Vec<&str> = methods.filter_map(|rest| rest.split('(').next()).collect();
        assert!(names.contains(&"gradient"));
        for name in names {
            assert!(include_str!("penalised.rs").contains(&format!("    fn {name}(")), "{name} is not passed on");
        }
    }
}
