//! Exact Hessian-vector products: the gradient, computed with dual numbers whose tangent is the vector (B. A.
//! Pearlmutter, "Fast exact multiplication by the Hessian", 1994). A product costs as much as a few gradients, whatever
//! the number of parameters.

use crate::math::Dual;
use crate::objectives::{Batch, CHUNK, Objective, Rows, Workspace};

/// Parameters times examples in one piece. A piece takes some hundredths of a second, so that the worker can answer
/// messages in between.
const PIECE: usize = 1 << 20;
/// Limit on parameters times examples in one product. If there are more examples, as many as fit are taken, spread
/// evenly.
const MOST: usize = 1 << 25;
/// Smallest and largest number of examples in one product, as far as the data set has that many.
const EXAMPLES: (usize, usize) = (64, 4096);

/// The Hessian of a loss at some parameters, without noise and over the training examples.
pub struct Hessian {
    objective: Objective<Dual<f64>>,
    point: Vec<Dual<f64>>,
    slope: Vec<Dual<f64>>,
    loss: f64,
    gradient: Vec<f64>,
    rows: Vec<u32>,
    /// Number of examples in a piece.
    together: usize,
    /// Number of examples already done in the present product.
    done: usize,
    work: Workspace,
}

impl Hessian {
    /// The Hessian at `params`.
    pub fn new(objective: Objective<Dual<f64>>, params: &[f64]) -> Self {
        let (all, n) = (objective.rows(), params.len().max(1));
        let count = if objective.is_mean() { all.min((MOST / n).clamp(EXAMPLES.0, EXAMPLES.1)) } else { all };
        let rows: Vec<u32> = (0..count).map(|k| (k * all / count) as u32).collect();
        let together = if objective.is_mean() { (PIECE / n).clamp(8, CHUNK) } else { count.max(1) };
        Self {
            point: params.iter().map(|x| Dual::new(*x, 0.0)).collect(),
            slope: vec![Dual::default(); params.len()],
            loss: 0.0,
            gradient: vec![0.0; params.len()],
            work: objective.workspace(together.min(count)),
            rows,
            together,
            done: 0,
            objective,
        }
    }

    /// Number of examples that the loss is over, and whether these are all.
    pub fn rows(&self) -> (usize, bool) {
        (self.rows.len(), self.rows.len() == self.objective.rows())
    }

    /// The parameters.
    pub fn params(&self) -> Vec<f64> {
        self.point.iter().map(|x| x.value).collect()
    }

    /// The loss. Valid after the first product.
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// The gradient of the loss. Valid after the first product.
    pub fn gradient(&self) -> &[f64] {
        &self.gradient
    }

    /// Writes the product of H and `direction` into `product`.
    pub fn multiply(&mut self, direction: &[f64], product: &mut [f64]) {
        while !self.advance(direction, product) {}
    }

    /// Does the same for one more piece of the examples. Returns true when the product is complete.
    pub fn advance(&mut self, direction: &[f64], product: &mut [f64]) -> bool {
        if self.done == 0 {
            self.point.iter_mut().zip(direction).for_each(|(x, d)| x.tangent = *d);
            product.fill(0.0);
            self.gradient.fill(0.0);
            self.loss = 0.0;
        }
        let all = self.rows.len();
        let end = (self.done + self.together).min(all);
        // The loss is the mean over the pieces, weighted by their examples; that also holds for the penalties.
        let (rows, share) = if all == 0 {
            (Rows::All, 1.0)
        } else {
            (Rows::These(&self.rows[self.done..end]), (end - self.done) as f64 / all as f64)
        };
        let batch = Batch::from(rows);
        let loss = self.objective.gradient(&self.point, batch, &mut self.slope, &mut self.work, &mut ());
        self.loss += share * loss.value;
        for ((product, gradient), slope) in product.iter_mut().zip(&mut self.gradient).zip(&self.slope) {
            *product += share * slope.tangent;
            *gradient += share * slope.value;
        }
        self.done = if end == all { 0 } else { end };
        end == all
    }
}
