//! A random matrix of which only what it does to a batch is drawn.
//!
//! Let A = Q Lᵀ be the inputs of a batch, Q with orthonormal columns, one for each independent example. The sums of a matrix W of
//! independent normal weights are W A = σ Z Lᵀ, where Z = W Q / σ is standard normal. On the way down, Wᵀδ has two parts.
//! Within the span of the inputs it is known: σ Q Zᵀδ. Outside, no one has seen the weights, and it is a new normal draw
//! with the products σ² δᵀδ (E. Bolthausen, "An iterative construction of solutions of the TAP equations", 2014). So both passes have
//! exactly the distribution that they have in a random network, but a layer of n units needs n × r random numbers
//! instead of n².

use super::blocks::Block;
use crate::math::kernels::{Start, Weights, product};
use crate::math::random::{Purpose, Stream};

/// Directions of a batch whose variance is below this share of the largest one's count as none.
const NEGLIGIBLE: f64 = 1e-8;

/// Examples of a batch, and the distance between the units of a signal [units, stride]. Beyond the examples are zeros or
/// values that do not count.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Examples.
    pub rows: usize,
    /// A multiple of the lanes.
    pub stride: usize,
}

/// Standard normal draws from a table of quantiles, which is ten times faster than exact ones.
pub struct Normals {
    table: Vec<f64>,
    random: Stream,
}

impl Normals {
    const BITS: u32 = 10;

    /// Draws number `index`.
    pub fn new(index: u32) -> Self {
        let count = 1 << Self::BITS;
        let quantile = |k: usize| {
            let (mut low, mut high) = (0.0, 9.0);
            for _ in 0..50 {
                let middle = 0.5 * (low + high);
                let above = libm::erfc(middle * std::f64::consts::FRAC_1_SQRT_2);
                if above > (k as f64 + 0.5) / count as f64 { low = middle } else { high = middle }
            }
            low
        };
        let mut table: Vec<f64> = (0..count).map(quantile).collect();
        let size = (table.iter().map(|z| z * z).sum::<f64>() / count as f64).sqrt();
        table.iter_mut().for_each(|z| *z /= size);
        Self { table, random: Stream::new(0, Purpose::Outputs, index) }
    }

    /// Goes on with the draws of another index.
    pub fn restart(&mut self, index: u32) {
        self.random = Stream::new(0, Purpose::Outputs, index);
    }

    /// Fills a list.
    pub fn fill(&mut self, values: &mut [f64]) {
        let value = |bits: u32| {
            let z = self.table[(bits >> 1) as usize & (self.table.len() - 1)];
            if bits & 1 == 0 { z } else { -z }
        };
        for pair in values.chunks_mut(2) {
            let bits = self.random.bits();
            pair[0] = value(bits);
            if let Some(second) = pair.get_mut(1) {
                *second = value(bits >> 16);
            }
        }
    }

    fn list(&mut self, count: usize) -> Vec<f64> {
        let mut values = vec![0.0; count];
        self.fill(&mut values);
        values
    }

    /// Uniform draws of variance 1.
    fn uniform(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| 12.0_f64.sqrt() * (self.random.uniform() - 0.5)).collect()
    }

    /// Whether an event of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.random.uniform() < probability
    }
}

/// Σ over the units of aᵢ aⱼ, [rows, stride].
pub fn products(a: &[f64], size: Size) -> Vec<f64> {
    let mut all = vec![0.0; size.rows * size.stride];
    add(Weights { values: a, row: 1, column: size.stride }, a, &mut all, [size.rows, a.len() / size.stride], size);
    all
}

/// y[o, b] += Σᵢ w[o, i] x[i, b]
fn add(w: Weights<f64>, x: &[f64], y: &mut [f64], [outer, inner]: [usize; 2], size: Size) {
    // The kernel expects at least one term.
    if inner > 0 {
        product(w, x, Start::There, y, outer, inner, size.stride);
    }
}

/// L of a matrix of products L Lᵀ: the Cholesky factor with pivots, as far as there is something left.
struct Root {
    /// [rank, stride]
    factor: Vec<f64>,
    pivots: Vec<usize>,
}

impl Root {
    fn of(products: &[f64], most: usize, size: Size) -> Self {
        let Size { rows, stride } = size;
        let mut left: Vec<f64> = (0..rows).map(|i| products[i * stride + i]).collect();
        let enough = NEGLIGIBLE * left.iter().copied().fold(0.0, f64::max);
        let mut root = Self { factor: Vec::new(), pivots: Vec::new() };
        while root.pivots.len() < most.min(rows) {
            let pivot = (0..rows).fold(0, |best, i| if left[i] > left[best] { i } else { best });
            // Not-a-number ends here, too.
            if left[pivot].partial_cmp(&enough) != Some(std::cmp::Ordering::Greater) {
                break;
            }
            let mut column = products[pivot * stride..][..stride].to_vec();
            column[rows..].fill(0.0);
            for known in root.factor.chunks_exact(stride) {
                let share = known[pivot];
                column.iter_mut().zip(known).for_each(|(x, known)| *x -= share * known);
            }
            let length = left[pivot].sqrt();
            column.iter_mut().for_each(|x| *x /= length);
            root.pivots.iter().for_each(|done| column[*done] = 0.0);
            left.iter_mut().zip(&column).for_each(|(left, x)| *left -= x * x);
            left[pivot] = 0.0;
            root.pivots.push(pivot);
            root.factor.extend(column);
        }
        root
    }

    fn rank(&self) -> usize {
        self.pivots.len()
    }

    /// Q = A L⁻ᵀ, [units, rank].
    fn basis(&self, a: &[f64], stride: usize) -> Vec<f64> {
        let rank = self.rank();
        let at = |j: usize, m: usize| self.factor[m * stride + self.pivots[j]];
        let triangle: Vec<f64> =
            (0..rank * rank).map(|k| if k % rank <= k / rank { at(k / rank, k % rank) } else { 0.0 }).collect();
        let mut basis = vec![0.0; a.len() / stride * rank];
        for (q, a) in basis.chunks_exact_mut(rank.max(1)).zip(a.chunks_exact(stride)) {
            for j in 0..rank {
                let row = &triangle[j * rank..][..=j];
                let known: f64 = q.iter().zip(&row[..j]).map(|(q, l)| q * l).sum();
                q[j] = (a[self.pivots[j]] - known) / row[j];
            }
        }
        basis
    }
}

/// A random matrix with what is known of it.
pub struct Matrix {
    size: Size,
    std: f64,
    fan_in: usize,
    /// Inputs, with the constant of the biases.
    units: usize,
    is_orthogonal: bool,
    /// Q, [inputs, rank]: with biases, a constant is one more input.
    basis: Vec<f64>,
    /// Z, [units, rank].
    seen: Vec<f64>,
    rank: usize,
}

impl Matrix {
    /// The matrix of a block with these inputs and their products, biases of variance `bias`, and its sums.
    pub fn draw(
        block: &Block,
        a: &[f64],
        own: &[f64],
        bias: f64,
        size: Size,
        random: &mut Normals,
    ) -> (Self, Vec<f64>) {
        let stride = size.stride;
        let constant = bias / block.law.variance;
        let (mut inputs, mut own) = (a.to_vec(), own.to_vec());
        if constant > 0.0 {
            inputs.extend((0..stride).map(|_| constant.sqrt()));
            own.iter_mut().for_each(|product| *product += constant);
        }
        let units = inputs.len() / stride;
        let root = Root::of(&own, units, size);
        let rank = root.rank();
        let basis = root.basis(&inputs, stride);
        let is_orthogonal = block.law.orthogonal && block.width == block.fan_in && constant == 0.0;
        let mut seen = vec![0.0; block.width * rank];
        if block.law.kurtosis < 3.0 && rank == units && constant == 0.0 {
            // All of the matrix is seen, and sums over few inputs show that its weights are not normal.
            let whole = random.uniform(block.width * units);
            for (seen, weights) in seen.chunks_exact_mut(rank.max(1)).zip(whole.chunks_exact(units)) {
                for (j, z) in seen.iter_mut().enumerate() {
                    *z = weights.iter().enumerate().map(|(i, w)| w * basis[i * rank + j]).sum();
                }
            }
        } else {
            random.fill(&mut seen);
        }
        if is_orthogonal {
            orthonormalise(&mut seen, rank, &[]);
            let length = (block.width as f64).sqrt();
            seen.iter_mut().for_each(|z| *z *= length);
        }
        let std = block.law.variance.sqrt();
        let mut sums = vec![0.0; block.width * stride];
        let weights = Weights { values: &seen, row: rank, column: 1 };
        add(weights, &root.factor, &mut sums, [block.width, rank], size);
        sums.iter_mut().for_each(|h| *h *= std);
        (Self { size, std, fan_in: block.fan_in, units, is_orthogonal, basis, seen, rank }, sums)
    }

    /// Wᵀδ, [fan-in, stride], for slopes by the sums with these products.
    pub fn back(&self, slopes: &[f64], own: &[f64], random: &mut Normals) -> Vec<f64> {
        let Size { stride, .. } = self.size;
        let (rank, units) = (self.rank, self.units);
        let mut known = vec![0.0; rank * stride];
        let turned = Weights { values: &self.seen, row: 1, column: rank };
        add(turned, slopes, &mut known, [rank, slopes.len() / stride], self.size);
        known.iter_mut().for_each(|x| *x *= self.std);
        let mut back = vec![0.0; units * stride];
        if rank < units {
            self.unseen(slopes, own, &known, &mut back, random);
        }
        add(Weights { values: &self.basis, row: rank, column: 1 }, &known, &mut back, [units, rank], self.size);
        back.truncate(self.fan_in * stride);
        back
    }

    /// The part of Wᵀδ that is orthogonal to the inputs.
    fn unseen(&self, slopes: &[f64], own: &[f64], known: &[f64], back: &mut [f64], random: &mut Normals) {
        let (stride, units) = (self.size.stride, self.units);
        if self.is_orthogonal {
            // Lengths are kept: what is left of δ beside the seen part has the same products after W.
            let left: Vec<f64> = (own.iter().zip(&products(known, self.size)))
                .map(|(all, seen)| all - seen / (self.std * self.std * self.fan_in as f64))
                .collect();
            let root = Root::of(&left, self.fan_in - self.rank, self.size);
            let mut fresh = random.list(units * root.rank());
            orthonormalise(&mut fresh, root.rank(), &self.basis);
            let length = self.std * (self.fan_in as f64).sqrt();
            let fresh: Vec<f64> = fresh.iter().map(|z| length * z).collect();
            let weights = Weights { values: &fresh, row: root.rank(), column: 1 };
            add(weights, &root.factor, back, [units, root.rank()], self.size);
            return;
        }
        let root = Root::of(own, slopes.len() / stride, self.size);
        let mut fresh = random.list(units * root.rank());
        fresh.iter_mut().for_each(|z| *z *= self.std);
        if self.rank > 0 {
            // Minus its part in the span of the inputs.
            let (rank, few) = (self.rank, root.rank());
            let mut along = vec![0.0; rank * few];
            for (q, z) in self.basis.chunks_exact(rank).zip(fresh.chunks_exact(few.max(1))) {
                for (along, q) in along.chunks_exact_mut(few.max(1)).zip(q) {
                    along.iter_mut().zip(z).for_each(|(along, z)| *along += q * z);
                }
            }
            for (q, z) in self.basis.chunks_exact(rank).zip(fresh.chunks_exact_mut(few.max(1))) {
                for (along, q) in along.chunks_exact(few.max(1)).zip(q) {
                    z.iter_mut().zip(along).for_each(|(z, along)| *z -= q * along);
                }
            }
        }
        let weights = Weights { values: &fresh, row: root.rank(), column: 1 };
        add(weights, &root.factor, back, [units, root.rank()], self.size);
    }
}

/// Makes the columns of a matrix [n, rank] orthonormal, and orthogonal to those of another one.
fn orthonormalise(columns: &mut [f64], rank: usize, others: &[f64]) {
    if rank == 0 {
        return;
    }
    let n = columns.len() / rank;
    let before = others.len() / n;
    for k in 0..rank {
        // One pass leaves rounding errors; two are enough.
        for _ in 0..2 {
            for m in 0..before + k {
                let other = |i: usize, columns: &[f64]| {
                    if m < before { others[i * before + m] } else { columns[i * rank + m - before] }
                };
                let along: f64 = (0..n).map(|i| other(i, columns) * columns[i * rank + k]).sum();
                (0..n).for_each(|i| columns[i * rank + k] -= along * other(i, columns));
            }
        }
        let length = (0..n).map(|i| columns[i * rank + k] * columns[i * rank + k]).sum::<f64>().sqrt();
        (0..n).for_each(|i| columns[i * rank + k] /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::Law;

    const SIZE: Size = Size { rows: 6, stride: 8 };

    fn close(what: &str, got: f64, want: f64, size: f64) {
        assert!((got - want).abs() <= 1e-9 * size.max(1.0), "{what} is {got}, and should be {want}");
    }

    /// A signal with zeros beyond the examples.
    fn signal(units: usize, random: &mut Normals) -> Vec<f64> {
        let mut values = random.list(units * SIZE.stride);
        values.chunks_exact_mut(SIZE.stride).for_each(|unit| unit[SIZE.rows..].fill(0.0));
        values
    }

    /// (Wᵀδ)·a = δ·(W a) for every matrix. Orthogonal ones also keep the products of δ.
    #[test]
    fn what_goes_down_agrees_with_what_went_up() {
        let mut random = Normals::new(3);
        let orthogonal = Law { orthogonal: true, ..Law::normal(0.2) };
        for law in [Law::normal(0.3), Law::uniform(0.7), orthogonal] {
            // More inputs than examples, and fewer.
            for (width, fan_in) in [(9, 9), (4, 4), (7, 3), (3, 12)] {
                let block = Block { layer: 0, fan_in, width, law, has_bias: true, skip: None };
                let (a, d) = (signal(fan_in, &mut random), signal(width, &mut random));
                let (matrix, sums) = Matrix::draw(&block, &a, &products(&a, SIZE), 0.0, SIZE, &mut random);
                let own = products(&d, SIZE);
                let back = matrix.back(&d, &own, &mut random);
                let pair = |x: &[f64], i: usize, y: &[f64], j: usize| -> f64 {
                    x.chunks_exact(SIZE.stride).zip(y.chunks_exact(SIZE.stride)).map(|(x, y)| x[i] * y[j]).sum()
                };
                for (i, j) in (0..SIZE.rows).flat_map(|i| (0..SIZE.rows).map(move |j| (i, j))) {
                    close("(Wᵀδ)·a", pair(&back, i, &a, j), pair(&d, i, &sums, j), 10.0);
                    if law.orthogonal && width == fan_in {
                        let want = 0.2 * width as f64 * pair(&d, i, &d, j);
                        close("the product", pair(&back, i, &back, j), want, 10.0);
                    }
                }
            }
        }
    }

    #[test]
    fn what_a_matrix_does_has_the_variance_of_its_weights() {
        let mut random = Normals::new(4);
        let (fan_in, width) = (40, 200);
        let block = Block { layer: 0, fan_in, width, law: Law::normal(0.5), has_bias: true, skip: None };
        let (a, d) = (signal(fan_in, &mut random), signal(width, &mut random));
        let (one, other) = (products(&a, SIZE), products(&d, SIZE));
        let mut sums = [0.0; 2];
        for _ in 0..60 {
            let (matrix, h) = Matrix::draw(&block, &a, &one, 0.1, SIZE, &mut random);
            let back = matrix.back(&d, &other, &mut random);
            sums[0] += products(&h, SIZE)[0] / 60.0;
            sums[1] += products(&back, SIZE)[0] / 60.0;
        }
        // Of n squares, the mean has a relative deviation of √(2/n).
        let (up, down) = (width as f64 * (0.5 * one[0] + 0.1), fan_in as f64 * 0.5 * other[0]);
        assert!((sums[0] / up - 1.0).abs() < 0.05, "{} {up}", sums[0]);
        assert!((sums[1] / down - 1.0).abs() < 0.12, "{} {down}", sums[1]);
    }

    #[test]
    fn draws_from_the_table_are_normal() {
        let values = Normals::new(5).list(200_000);
        let moment = |k| values.iter().map(|z| std::iter::repeat_n(z, k).product::<f64>()).sum::<f64>() / 200_000.0;
        for (k, want, room) in [(1, 0.0, 0.01), (2, 1.0, 0.01), (3, 0.0, 0.03), (4, 3.0, 0.08)] {
            assert!((moment(k) - want).abs() < room, "{k}: {}", moment(k));
        }
    }
}
