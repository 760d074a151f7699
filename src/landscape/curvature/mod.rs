//! Curvature of a loss: exact Hessian-vector products, and the largest eigenvalues by Lanczos' method.

mod hessian;
mod lanczos;

pub use hessian::Hessian;
pub use lanczos::{Lanczos, Pair};

use crate::math::{Dual, dot};
use crate::objectives::Objective;
use serde::{Deserialize, Serialize};

/// A pair counts as found if its residual is below this share of the largest eigenvalue. The error of its eigenvalue is
/// then much smaller: about the square of this share, if the eigenvalue is well separated from the others.
const TOLERANCE: f64 = 1e-4;
/// The search ends after this many products in any case.
const MOST_PRODUCTS: usize = 80;

/// Curvature of a loss at some parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bend {
    /// The step with these parameters.
    pub step: u64,
    /// θ
    pub params: Vec<f64>,
    /// The loss there.
    pub loss: f64,
    /// Number of examples that the loss is over.
    pub rows: usize,
    /// Whether these are all training examples.
    pub all: bool,
    /// The leading eigenpairs of the Hessian, largest first; empty if the Hessian is not finite.
    pub pairs: Vec<Pair>,
    /// Slope of the loss along each eigenvector.
    pub slopes: Vec<f64>,
    /// The largest eigenvalue of P⁻¹H with its residual, if the optimizer divides by P; see [`Curvature::divide`].
    pub divided: Option<[f64; 2]>,
}

/// The search for the two largest eigenvalues of a loss's Hessian, in small pieces of work.
pub struct Curvature {
    hessian: Hessian,
    lanczos: Lanczos,
    product: Vec<f64>,
    /// P^-½, and the weight decay w to add to the Hessian; `None` before [`Curvature::divide`].
    scale: Option<(Vec<f64>, f64)>,
    scaled: Vec<f64>,
    seed: u64,
}

impl Curvature {
    /// A search at `params`. The seed draws its first direction.
    pub fn new(objective: Objective<Dual<f64>>, params: &[f64], seed: u64) -> Self {
        let lanczos = Lanczos::new(params.len(), seed, TOLERANCE, MOST_PRODUCTS);
        let (product, scaled) = (vec![0.0; params.len()], vec![0.0; params.len()]);
        Self { hessian: Hessian::new(objective, params), lanczos, product, scale: None, scaled, seed }
    }

    /// Starts a search for the eigenvalues of P⁻¹(H + w), where P is diagonal. They are the curvatures that matter to
    /// an optimizer that divides by P (J. Cohen et al., "Adaptive gradient methods at the edge of stability", 2022,
    /// section 2). The search uses the symmetric matrix P^-½ (H + w) P^-½, which has the same eigenvalues.
    pub fn divide(&mut self, divisor: &[f64], decay: f64) {
        self.lanczos = Lanczos::new(divisor.len(), self.seed, TOLERANCE, MOST_PRODUCTS);
        self.scale = Some((divisor.iter().map(|p| 1.0 / p.sqrt()).collect(), decay));
    }

    /// Computes one more piece of a product. Returns true when the search is over.
    pub fn advance(&mut self) -> bool {
        let Some(direction) = self.lanczos.wanted() else { return true };
        let Some((scale, decay)) = &self.scale else {
            return self.hessian.advance(direction, &mut self.product) && self.lanczos.take(&self.product);
        };
        self.scaled.iter_mut().zip(direction).zip(scale).for_each(|((out, d), s)| *out = d * s);
        if !self.hessian.advance(&self.scaled, &mut self.product) {
            return false;
        }
        for ((product, direction), s) in self.product.iter_mut().zip(&self.scaled).zip(scale) {
            *product = s * (*product + decay * direction);
        }
        self.lanczos.take(&self.product)
    }

    /// Share of the work that is done, assuming the largest number of products.
    pub fn done(&self) -> f64 {
        if self.lanczos.wanted().is_none() { 1.0 } else { self.lanczos.products() as f64 / MOST_PRODUCTS as f64 }
    }

    /// The leading eigenpairs, largest first: two, or one for a single parameter. Empty if the loss is not finite.
    pub fn pairs(&self) -> &[Pair] {
        self.lanczos.pairs()
    }

    /// The result, to be stored. The search must have used the parameters of `step`.
    pub fn found(&self, step: u64) -> Bend {
        let (rows, all) = self.hessian.rows();
        let params = self.hessian.params();
        let pairs = self.lanczos.pairs().to_vec();
        let slopes = pairs.iter().map(|pair| dot(&pair.vector, self.hessian.gradient())).collect();
        Bend { step, params, loss: self.hessian.loss(), rows, all, pairs, slopes, divided: None }
    }

    /// Number of examples that the loss is over, and whether these are all training examples.
    pub fn rows(&self) -> (usize, bool) {
        self.hessian.rows()
    }
}

#[cfg(test)]
mod tests;
