//! The largest eigenvalues of a symmetric matrix, from matrix-vector products alone. Lanczos' method (C. Lanczos 1950)
//! with full re-orthogonalisation. When the basis is full, the search restarts with its best vectors (K. Wu, H. Simon,
//! "Thick-restart Lanczos method for large symmetric eigenvalue problems", 2000).

use crate::math::random::{Purpose, Stream};
use crate::math::symmetric::eigen;
use crate::math::{dot, norm};
use serde::{Deserialize, Serialize};

/// Number of eigenpairs to find.
const WANTED: usize = 2;
/// Limits on the basis: numbers in all vectors together, and the smallest and largest number of vectors.
const MEMORY: usize = 1 << 22;
const VECTORS: (usize, usize) = (4, 40);
/// A remainder shorter than this share of the largest eigenvalue is rounding error.
const ROUNDING: f64 = 1e-12;
/// After an invariant subspace, the search continues from a random vector until it has found this many subspaces. One
/// alone holds only one eigenvector of each multiple eigenvalue.
const BLOCKS: usize = 2;

/// An eigenvalue with its eigenvector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// λ
    pub value: f64,
    /// v, of length 1.
    pub vector: Vec<f64>,
    /// ‖Av − λv‖. The matrix has an eigenvalue within this distance of λ.
    pub residual: f64,
}

/// A search in progress. It asks for the product of the matrix with a vector, and the caller supplies it.
pub struct Lanczos {
    n: usize,
    seed: u64,
    /// Number of random vectors drawn so far.
    drawn: u32,
    tolerance: f64,
    most_products: usize,
    /// Largest number of vectors in the basis.
    most: usize,
    /// Orthonormal vectors. The product of the last one is still missing.
    basis: Vec<Vec<f64>>,
    /// The matrix projected onto the basis, [most, most].
    seen: Vec<f64>,
    blocks: usize,
    products: usize,
    over: bool,
    pairs: Vec<Pair>,
}

impl Lanczos {
    /// A search for an `n` by `n` matrix. It ends when two pairs have residuals below `tolerance` times the magnitude
    /// of the largest eigenvalue found, or after `most_products` products.
    pub fn new(n: usize, seed: u64, tolerance: f64, most_products: usize) -> Self {
        let most = (MEMORY / n.max(1)).clamp(VECTORS.0, VECTORS.1).min(n.max(1));
        let (basis, seen, pairs) = (Vec::new(), vec![0.0; most * most], Vec::new());
        let (drawn, blocks, products) = (0, 0, 0);
        let mut new =
            Self { n, seed, drawn, tolerance, most_products, most, basis, seen, blocks, products, over: n == 0, pairs };
        new.begin_block();
        new
    }

    /// The vector whose product the search needs next; `None` when the search is over.
    pub fn wanted(&self) -> Option<&[f64]> {
        if self.over { None } else { self.basis.last().map(Vec::as_slice) }
    }

    /// Takes the product of [`Self::wanted`]. Returns true when the search is over.
    pub fn take(&mut self, product: &[f64]) -> bool {
        if self.over {
            return true;
        }
        self.products += 1;
        if product.iter().any(|x| !x.is_finite()) {
            self.over = true;
            self.pairs.clear();
            return true;
        }
        let (count, last) = (self.basis.len(), self.basis.len() - 1);
        for (k, vector) in self.basis.iter().enumerate() {
            let element = dot(vector, product);
            self.seen[k * self.most + last] = element;
            self.seen[last * self.most + k] = element;
        }
        let mut rest = product.to_vec();
        let length = self.straighten(&mut rest);

        let small = (0..count * count).map(|k| self.seen[k / count * self.most + k % count]).collect();
        let found = eigen(count, small);
        let scale = found.iter().fold(0.0_f64, |largest, (value, _)| largest.max(value.abs()));
        let closed = length <= ROUNDING * scale;
        let residual = |weights: &[f64]| length * weights[last].abs();
        let leading = WANTED.min(self.n);
        let good = found.len() >= leading
            && found[..leading].iter().all(|(_, weights)| residual(weights) <= self.tolerance * scale);
        self.blocks += usize::from(closed);
        let complete = count == self.n || (good && (!closed || self.blocks >= BLOCKS));
        if complete || self.products >= self.most_products {
            self.over = true;
            let pair = |(value, weights): &(f64, Vec<f64>)| Pair {
                value: *value,
                vector: self.combined(weights),
                residual: residual(weights),
            };
            self.pairs = found.iter().take(leading).map(pair).collect();
            return true;
        }
        if count == self.most {
            self.restart(&found);
        }
        if closed {
            self.begin_block();
        } else {
            rest.iter_mut().for_each(|x| *x /= length);
            self.basis.push(rest);
        }
        false
    }

    /// Number of products taken.
    pub fn products(&self) -> usize {
        self.products
    }

    /// The two leading pairs, largest first, once the search is over. A 1 by 1 matrix has one pair. If a product was
    /// not finite, there is none.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Continues with a random vector, orthogonal to the basis.
    fn begin_block(&mut self) {
        let mut random = Stream::new(self.seed, Purpose::Curvature, self.drawn);
        self.drawn += 1;
        let mut vector: Vec<f64> = (0..self.n).map(|_| random.normal()).collect();
        let length = norm(&vector);
        vector.iter_mut().for_each(|x| *x /= length);
        let length = self.straighten(&mut vector);
        vector.iter_mut().for_each(|x| *x /= length);
        self.basis.push(vector);
    }

    /// Makes a vector orthogonal to the basis and returns the length of the rest. One projection leaves rounding error,
    /// so it projects twice.
    fn straighten(&self, vector: &mut [f64]) -> f64 {
        for _ in 0..2 {
            for other in &self.basis {
                let common = dot(other, vector);
                vector.iter_mut().zip(other).for_each(|(x, o)| *x -= common * o);
            }
        }
        norm(vector)
    }

    /// The linear combination Σ weights · basis.
    fn combined(&self, weights: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.n];
        for (vector, weight) in self.basis.iter().zip(weights) {
            out.iter_mut().zip(vector).for_each(|(out, x)| *out += weight * x);
        }
        out
    }

    /// Restarts with the leading half of the eigenvectors that the full basis has found.
    fn restart(&mut self, found: &[(f64, Vec<f64>)]) {
        let kept = self.most / 2;
        self.basis = found[..kept].iter().map(|(_, weights)| self.combined(weights)).collect();
        self.seen.fill(0.0);
        for (k, (value, _)) in found[..kept].iter().enumerate() {
            self.seen[k * self.most + k] = *value;
        }
    }
}
