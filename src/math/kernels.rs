//! Matrix kernels for signals whose contiguous dimension is the batch.
//!
//! A signal is a matrix [features, columns] with one row per feature and one column per example; rows are `stride`
//! apart. Strides are multiples of [`LANES`], so that even a layer of two units fills SIMD lanes. Every sum has a fixed
//! order and thus the same bits on every machine.

use super::Real;
use super::lanes::Lanes;

pub use super::lanes::LANES;

/// Columns in groups of [`LANES`].
type Quads<R> = [[R; LANES]];

/// The smallest stride for `columns` columns.
pub fn stride(columns: usize) -> usize {
    columns.div_ceil(LANES) * LANES
}

/// A view of a weight matrix: element (o, i) is at `values[o * row + i * column]`. One of the strides is 1: the stored
/// matrix, or its transpose.
#[derive(Clone, Copy)]
pub struct Weights<'a, R> {
    /// The matrix elements.
    pub values: &'a [R],
    /// Distance between rows.
    pub row: usize,
    /// Distance between columns.
    pub column: usize,
}

/// The initial value of a product.
#[derive(Clone, Copy)]
pub enum Start<'a, R> {
    /// One number for each row.
    Each(&'a [R]),
    /// Zero.
    Zero,
    /// The present content.
    There,
}

/// y[o, b] = start + Σᵢ w[o, i] x[i, b].
///
/// `x` is [inner, stride], `y` [outer, stride].
pub fn product<R: Real>(
    w: Weights<R>,
    x: &[R],
    start: Start<R>,
    y: &mut [R],
    outer: usize,
    inner: usize,
    stride: usize,
) {
    let (x, y, quads) = (x.as_chunks().0, y.as_chunks_mut().0, stride / LANES);
    for o in (0..outer).step_by(2) {
        let height = (outer - o).min(2);
        let w = Weights { values: &w.values[o * w.row..], ..w };
        let start = match start {
            Start::Each(start) => Start::Each(&start[o..][..height]),
            other => other,
        };
        let band = Band { w, start, inner, quads };
        let y = &mut y[o * quads..][..height * quads];
        // Make the stride of 1 a constant for the compiler in each case.
        match (height, w.column) {
            (2, 1) => Band { w: Weights { column: 1, ..w }, ..band }.sweep::<2>(x, y),
            (2, _) => Band { w: Weights { row: 1, ..w }, ..band }.sweep::<2>(x, y),
            _ => band.sweep::<1>(x, y),
        }
    }
}

/// A few rows of [`product`].
#[derive(Clone, Copy)]
struct Band<'a, R> {
    w: Weights<'a, R>,
    start: Start<'a, R>,
    inner: usize,
    /// The stride in quads.
    quads: usize,
}

impl<R: Real> Band<'_, R> {
    /// Computes tiles along the columns. Two rows of sixteen f32 leave registers for the factors; wider numbers use
    /// tiles of eight.
    #[inline(always)]
    fn sweep<const H: usize>(self, x: &Quads<R>, y: &mut Quads<R>) {
        let mut q = 0;
        if size_of::<R>() > size_of::<f32>() {
            while self.quads - q >= 2 {
                self.tile::<H, 2>(x, y, q);
                q += 2;
            }
        } else {
            while self.quads - q >= 4 {
                self.tile::<H, 4>(x, y, q);
                q += 4;
            }
            match self.quads - q {
                3 => self.tile::<H, 3>(x, y, q),
                2 => self.tile::<H, 2>(x, y, q),
                1 => self.tile::<H, 1>(x, y, q),
                _ => {}
            }
            return;
        }
        if self.quads > q {
            self.tile::<H, 1>(x, y, q);
        }
    }

    /// One tile of H rows by Q quads, kept in registers over the whole inner sum.
    #[inline(always)]
    fn tile<const H: usize, const Q: usize>(self, x: &Quads<R>, y: &mut Quads<R>, q: usize) {
        let Self { w, start, inner, quads } = self;
        let mut sum = [[R::Lanes::splat(R::ZERO); Q]; H];
        for h in 0..H {
            for k in 0..Q {
                sum[h][k] = match start {
                    Start::Each(start) => R::Lanes::splat(start[h]),
                    Start::Zero => R::Lanes::splat(R::ZERO),
                    Start::There => R::Lanes::load(&y[h * quads + q + k]),
                };
            }
        }
        assert!(inner * quads <= x.len() && q + Q <= quads, "x is [inner, stride]");
        assert!(inner == 0 || (H - 1) * w.row + (inner - 1) * w.column < w.values.len(), "w is [outer, inner]");
        let (mut column, mut row) = (x.as_ptr().wrapping_add(q), w.values.as_ptr());
        for _ in 0..inner {
            let mut weights = [R::Lanes::splat(R::ZERO); H];
            for h in 0..H {
                // SAFETY: row h and one of `inner` columns, so the index is at most that of the element checked above.
                weights[h] = R::Lanes::splat(unsafe { *row.add(h * w.row) });
            }
            for k in 0..Q {
                // SAFETY: one of `inner` rows with `quads` quads each.
                let x = R::Lanes::load(unsafe { &*column.add(k) });
                for h in 0..H {
                    sum[h][k] = sum[h][k] + weights[h] * x;
                }
            }
            (column, row) = (column.wrapping_add(quads), row.wrapping_add(w.column));
        }
        for h in 0..H {
            for k in 0..Q {
                sum[h][k].store(&mut y[h * quads + q + k]);
            }
        }
    }
}

/// g[o, i] += Σ_b d[o, b] x[i, b]: the gradient of a weight matrix [outer, inner], from the gradient by its output and
/// its input. Sums have [`LANES`] interleaved partial sums.
pub fn outer_product<R: Real>(d: &[R], x: &[R], g: &mut [R], outer: usize, inner: usize, stride: usize) {
    let (d, x, quads) = (d.as_chunks().0, x.as_chunks().0, stride / LANES);
    for o in (0..outer).step_by(2) {
        let (d, g) = (&d[o * quads..], &mut g[o * inner..]);
        if outer - o >= 2 {
            rows_of_sums::<R, 2>(d, x, g, inner, quads);
        } else {
            rows_of_sums::<R, 1>(d, x, g, inner, quads);
        }
    }
}

/// The first H rows of [`outer_product`].
#[inline(always)]
fn rows_of_sums<R: Real, const H: usize>(d: &Quads<R>, x: &Quads<R>, g: &mut [R], inner: usize, quads: usize) {
    let mut i = 0;
    while inner - i >= 4 {
        block_of_sums::<R, H, 4>(d, &x[i * quads..], &mut g[i..], inner, quads);
        i += 4;
    }
    // The first layer of many networks.
    if size_of::<R>() == size_of::<f32>() && inner - i >= 2 {
        block_of_sums::<R, H, 2>(d, &x[i * quads..], &mut g[i..], inner, quads);
        i += 2;
    }
    while i < inner {
        block_of_sums::<R, H, 1>(d, &x[i * quads..], &mut g[i..], inner, quads);
        i += 1;
    }
}

/// The first H by K elements of [`outer_product`], kept in registers over the whole sum.
#[inline(always)]
fn block_of_sums<R: Real, const H: usize, const K: usize>(
    d: &Quads<R>,
    x: &Quads<R>,
    g: &mut [R],
    inner: usize,
    quads: usize,
) {
    let mut sums = [[R::Lanes::splat(R::ZERO); K]; H];
    assert!(H * quads <= d.len() && K * quads <= x.len(), "d is [outer, stride], x [inner, stride]");
    let (mut delta, mut column) = (d.as_ptr(), x.as_ptr());
    // SAFETY: there are H and K rows of `quads` quads.
    unsafe {
        let end = delta.add(quads);
        while delta != end {
            let mut deltas = [R::Lanes::splat(R::ZERO); H];
            for h in 0..H {
                deltas[h] = R::Lanes::load(&*delta.add(h * quads));
            }
            for k in 0..K {
                let x = R::Lanes::load(&*column.add(k * quads));
                for h in 0..H {
                    sums[h][k] = sums[h][k] + deltas[h] * x;
                }
            }
            (delta, column) = (delta.add(1), column.add(1));
        }
    }
    for h in 0..H {
        if K == LANES {
            let g: &mut [R; LANES] = (&mut g[h * inner..][..LANES]).try_into().expect("a slice of four");
            (R::Lanes::load(g) + R::Lanes::sums(std::array::from_fn(|k| sums[h][k]))).store(g);
        } else {
            for k in 0..K {
                g[h * inner + k] += sums[h][k].sum();
            }
        }
    }
}

/// `g[o] += Σ_b d[o, b]`: the gradient of a bias. Handles four rows at a time, so that additions do not wait for each
/// other.
pub fn row_sums<R: Real>(d: &[R], g: &mut [R], stride: usize) {
    let (d, quads) = (d.as_chunks().0, stride / LANES);
    let (fours, rest) = g.as_chunks_mut::<4>();
    let mut row = 0;
    for g in fours {
        (R::Lanes::load(g) + R::Lanes::sums(some_row_sums(&d[row..], quads))).store(g);
        row += 4 * quads;
    }
    for g in rest {
        *g += some_row_sums::<R, 1>(&d[row..], quads)[0].sum();
        row += quads;
    }
}

/// Partial sums of H rows, for [`row_sums`].
#[inline(always)]
fn some_row_sums<R: Real, const H: usize>(d: &Quads<R>, quads: usize) -> [R::Lanes; H] {
    let mut sums = [R::Lanes::splat(R::ZERO); H];
    assert!(H * quads <= d.len(), "d is [rows, stride]");
    for q in 0..quads {
        for h in 0..H {
            // SAFETY: there are H rows of `quads` quads.
            sums[h] = sums[h] + R::Lanes::load(unsafe { d.get_unchecked(h * quads + q) });
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::random::{Purpose, Stream};

    #[test]
    fn kernels_agree_with_the_plain_sums_at_every_small_size() {
        let mut random = Stream::new(1, Purpose::Data, 0);
        for (outer, inner, columns) in
            [(1, 1, 1), (2, 3, 5), (3, 5, 8), (5, 4, 12), (9, 7, 20), (4, 2, 13), (3, 4, 31), (2, 2, 44)]
        {
            let stride = stride(columns);
            let mut draw = |n: usize| (0..n).map(|_| random.normal()).collect::<Vec<f64>>();
            let (w, x, d, start) = (draw(outer * inner), draw(inner * stride), draw(outer * stride), draw(outer));
            let mut y = vec![0.0; outer * stride];
            let plain = Weights { values: &w, row: inner, column: 1 };
            product(plain, &x, Start::Each(&start), &mut y, outer, inner, stride);
            let mut back = vec![0.0; inner * stride];
            let transposed = Weights { values: &w, row: 1, column: inner };
            product(transposed, &d, Start::There, &mut back, inner, outer, stride);
            let mut g = vec![0.0; outer * inner];
            outer_product(&d, &x, &mut g, outer, inner, stride);
            let mut sums = vec![0.0; outer];
            row_sums(&d, &mut sums, stride);
            for o in 0..outer {
                for b in 0..stride {
                    let want = start[o] + (0..inner).map(|i| w[o * inner + i] * x[i * stride + b]).sum::<f64>();
                    assert!((y[o * stride + b] - want).abs() < 1e-12);
                }
                for i in 0..inner {
                    let want: f64 = (0..stride).map(|b| d[o * stride + b] * x[i * stride + b]).sum();
                    assert!((g[o * inner + i] - want).abs() < 1e-12);
                }
                assert!((sums[o] - d[o * stride..][..stride].iter().sum::<f64>()).abs() < 1e-12);
            }
            for i in 0..inner {
                for b in 0..stride {
                    let want: f64 = (0..outer).map(|o| w[o * inner + i] * d[o * stride + b]).sum();
                    assert!((back[i * stride + b] - want).abs() < 1e-12);
                }
            }
        }
    }
    #[test]
    fn every_sum_of_f32_has_the_bits_of_its_stated_order() {
        let mut random = Stream::new(2, Purpose::Data, 0);
        for (outer, inner, columns) in [(1, 1, 3), (2, 3, 5), (3, 6, 12), (5, 9, 20), (4, 5, 64), (7, 4, 72)] {
            let stride = stride(columns);
            let mut draw = |n: usize| (0..n).map(|_| random.normal() as f32).collect::<Vec<f32>>();
            let (w, x, d) = (draw(outer * inner), draw(inner * stride), draw(outer * stride));
            let (start, g) = (draw(outer), draw(outer * inner));
            let mut y = vec![0.0; outer * stride];
            product(
                Weights { values: &w, row: inner, column: 1 },
                &x,
                Start::Each(&start),
                &mut y,
                outer,
                inner,
                stride,
            );
            let mut back = x.clone();
            product(Weights { values: &w, row: 1, column: inner }, &d, Start::There, &mut back, inner, outer, stride);
            let (mut gradient, mut sums) = (g.clone(), start.clone());
            outer_product(&d, &x, &mut gradient, outer, inner, stride);
            row_sums(&d, &mut sums, stride);
            let lanes = |term: &dyn Fn(usize) -> f32| {
                let mut lanes = [0.0_f32; LANES];
                (0..stride).for_each(|b| lanes[b % LANES] += term(b));
                (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
            };
            for o in 0..outer {
                for b in 0..stride {
                    let want = (0..inner).fold(start[o], |sum, i| sum + w[o * inner + i] * x[i * stride + b]);
                    assert_eq!(y[o * stride + b].to_bits(), want.to_bits());
                }
                for i in 0..inner {
                    let want = g[o * inner + i] + lanes(&|b| d[o * stride + b] * x[i * stride + b]);
                    assert_eq!(gradient[o * inner + i].to_bits(), want.to_bits());
                }
                assert_eq!(sums[o].to_bits(), (start[o] + lanes(&|b| d[o * stride + b])).to_bits());
            }
            for i in 0..inner {
                for b in 0..stride {
                    let want = (0..outer).fold(x[i * stride + b], |sum, o| sum + w[o * inner + i] * d[o * stride + b]);
                    assert_eq!(back[i * stride + b].to_bits(), want.to_bits());
                }
            }
        }
    }
}
