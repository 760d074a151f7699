//! What a run minimises: a problem plus a penalty on large weights.

use super::penalty::Penalty;
use super::{Batch, Minimise, Observer, Problem, Rows, Workspace};
use crate::math::Real;
use crate::registry::Settings;
use std::ops::Deref;

/// A problem with its penalty.
///
/// Every loss includes the penalty, also on surfaces; gradients include it before clipping. All other methods are the
/// problem's own, because an objective dereferences to [`Problem`]. That has no method of [`Minimise`], so a new method
/// of [`Minimise`] cannot be called here until it is written below, with the penalty.
pub struct Objective<R: Real> {
    problem: Box<dyn Minimise<R>>,
    penalty: Option<Penalty<R>>,
}

impl<R: Real> Objective<R> {
    /// A problem without a penalty.
    pub fn new(problem: impl Minimise<R> + 'static) -> Self {
        Self { problem: Box::new(problem), penalty: None }
    }

    /// Adds the penalty of the settings, if any.
    pub fn penalised(self, settings: &Settings) -> Self {
        let penalty = Penalty::of(settings, self.problem.layout());
        Self { penalty, ..self }
    }

    /// The penalty at `params`, which every loss includes; 0 without one.
    pub fn penalty(&self, params: &[R]) -> f64 {
        self.penalty.as_ref().map_or(0.0, |penalty| penalty.at(params).to_f64())
    }

    /// See [`Minimise::forward`].
    pub fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        if let Some(penalty) = &self.penalty
            && observer.is_active()
        {
            penalty.show_bends(params, observer);
        }
        self.with_penalty(params, self.problem.forward(params, batch, work, observer))
    }

    /// See [`Minimise::loss`].
    pub fn loss(&self, params: &[R], batch: Batch, work: &mut Workspace) -> R {
        self.with_penalty(params, self.problem.loss(params, batch, work))
    }

    /// See [`Minimise::gradient`].
    #[inline(always)] // It is a step's only call: small networks would notice another one.
    pub fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let loss = self.problem.gradient(params, batch, gradient, work, observer);
        if let Some(penalty) = &self.penalty {
            penalty.add_gradient(params, gradient);
        }
        self.with_penalty(params, loss)
    }

    /// See [`Minimise::evaluate`].
    pub fn evaluate(&self, params: &[R], buffers: &[R], rows: Rows, work: &mut Workspace) -> R {
        self.with_penalty(params, self.problem.evaluate(params, buffers, rows, work))
    }

    /// See [`Minimise::test_loss`]. Includes the penalty, to be comparable to the training loss.
    pub fn test_loss(&self, params: &[R], buffers: &[R], work: &mut Workspace) -> R {
        self.with_penalty(params, self.problem.test_loss(params, buffers, work))
    }

    /// See [`Minimise::loss_on_test_rows`].
    pub fn loss_on_test_rows(&self, params: &[R], rows: Rows, work: &mut Workspace) -> R {
        self.with_penalty(params, self.problem.loss_on_test_rows(params, rows, work))
    }

    #[inline(always)]
    fn with_penalty(&self, params: &[R], loss: R) -> R {
        match &self.penalty {
            Some(penalty) => loss + penalty.at(params),
            None => loss,
        }
    }
}

impl<R: Real> Deref for Objective<R> {
    type Target = dyn Problem<R>;

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &*self.problem
    }
}
