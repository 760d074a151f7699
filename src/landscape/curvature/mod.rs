//! How a loss bends: exact Hessian-vector products, and the largest curvatures by Lanczos' method.

mod hessian;
mod lanczos;

pub use hessian::Hessian;
pub use lanczos::{Lanczos, Pair};

use crate::math::{Dual, dot};
use crate::objectives::Objective;
use serde::{Deserialize, Serialize};

/// Residual, as a share of the largest curvature, at which a pair counts as found: its eigenvalue is then right to much
/// less, about the square of this where it stands apart from the others.
const TOLERANCE: f64 = 1e-4;
/// Products after which the search ends wherever it is.
const MOST_PRODUCTS: usize = 80;

/// How a loss bends at some parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bend {
    /// The step whose parameters these are.
    pub step: u64,
    /// θ
    pub params: Vec<f64>,
    /// The loss there.
    pub loss: f64,
    /// Examples that the loss is over.
    pub rows: usize,
    /// Whether these are all to train on.
    pub all: bool,
    /// The leading eigenpairs of its Hessian, largest first; none where it is not finite.
    pub pairs: Vec<Pair>,
    /// The loss's slope along each of them.
    pub slopes: Vec<f64>,
    /// The largest eigenvalue of P⁻¹H, where the optimizer divides by P, with its residual; see [`Curvature::divide`].
    pub divided: Option<[f64; 2]>,
}

/// The search for the two largest eigenvalues of a loss's Hessian, a little at a time.
pub struct Curvature {
    hessian: Hessian,
    lanczos: Lanczos,
    product: Vec<f64>,
    /// P^-½ and the weight decay that is part of the loss to P, where something is divided.
    scale: Option<(Vec<f64>, f64)>,
    scaled: Vec<f64>,
    seed: u64,
}

impl Curvature {
    /// At `params`, from a random direction of `seed`.
    pub fn new(objective: Objective<Dual<f64>>, params: &[f64], seed: u64) -> Self {
        let lanczos = Lanczos::new(params.len(), seed, TOLERANCE, MOST_PRODUCTS);
        let (product, scaled) = (vec![0.0; params.len()], vec![0.0; params.len()]);
        Self { hessian: Hessian::new(objective, params), lanczos, product, scale: None, scaled, seed }
    }

    /// Begins to search for the eigenvalues of P⁻¹(H + w), P being a diagonal, by those of the symmetric P^-½ (H + w) P^-½
    /// that it shares them with: the curvature that a rule meets which divides by P (J. Cohen et al., "Adaptive gradient
    /// methods at the edge of stability", 2022, section 2).
    pub fn divide(&mut self, divisor: &[f64], decay: f64) {
        self.lanczos = Lanczos::new(divisor.len(), self.seed, TOLERANCE, MOST_PRODUCTS);
        self.scale = Some((divisor.iter().map(|p| 1.0 / p.sqrt()).collect(), decay));
    }

    /// Goes on by one piece of a product; true when the search is over.
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

    /// Share of the work that is done, if it takes as many products as allowed.
    pub fn done(&self) -> f64 {
        if self.lanczos.wanted().is_none() { 1.0 } else { self.lanczos.products() as f64 / MOST_PRODUCTS as f64 }
    }

    /// The leading eigenpairs, largest first: two, or as many as there are parameters. Empty where the loss is not finite.
    pub fn pairs(&self) -> &[Pair] {
        self.lanczos.pairs()
    }

    /// What was found at `step`, whose parameters these are, to be kept.
    pub fn found(&self, step: u64) -> Bend {
        let (rows, all) = self.hessian.rows();
        let params = self.hessian.params();
        let pairs = self.lanczos.pairs().to_vec();
        let slopes = pairs.iter().map(|pair| dot(&pair.vector, self.hessian.gradient())).collect();
        Bend { step, params, loss: self.hessian.loss(), rows, all, pairs, slopes, divided: None }
    }

    /// Examples that the loss is over, and whether these are all to train on.
    pub fn rows(&self) -> (usize, bool) {
        self.hessian.rows()
    }
}

#[cfg(test)]
mod tests;
