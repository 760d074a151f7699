//! Matrix kernels for signals whose contiguous dimension is the batch.
//!
//! A signal is a matrix [features, columns]: one row per feature, one column per example, rows `stride` apart. Strides
//! are multiples of [`LANES`], so that even a layer of two units fills SIMD lanes. Every sum has one fixed order,
//! hence the same bits on every machine, whatever the width of its registers.

use super::Real;

/// Columns that are worked on together.
pub const LANES: usize = 4;

/// The smallest stride for `columns` columns.
pub fn stride(columns: usize) -> usize {
    columns.div_ceil(LANES) * LANES
}

/// A weight matrix as the product sees it: element (o, i) is at `values[o * row + i * column]`.
#[derive(Clone, Copy)]
pub struct Weights<'a, R> {
    /// The matrix' elements.
    pub values: &'a [R],
    /// Distance between rows.
    pub row: usize,
    /// Distance between columns.
    pub column: usize,
}

/// y[o, b] = start[o] + Σᵢ w[o, i] x[i, b], or added to what is in `y` when there is no `start`.
///
/// `x` is [inner, stride], `y` [outer, stride].
pub fn product<R: Real>(
    w: Weights<R>,
    x: &[R],
    start: Option<&[R]>,
    y: &mut [R],
    outer: usize,
    inner: usize,
    stride: usize,
) {
    let mut o = 0;
    while o < outer {
        let height = (outer - o).min(4);
        let mut b = 0;
        while b < stride {
            let wide = stride - b >= 2 * LANES;
            match (height, wide) {
                (4, true) => tile::<R, 4, 8>(w, x, start, y, o, b, inner, stride),
                (4, false) => tile::<R, 4, 4>(w, x, start, y, o, b, inner, stride),
                (3, true) => tile::<R, 3, 8>(w, x, start, y, o, b, inner, stride),
                (3, false) => tile::<R, 3, 4>(w, x, start, y, o, b, inner, stride),
                (2, true) => tile::<R, 2, 8>(w, x, start, y, o, b, inner, stride),
                (2, false) => tile::<R, 2, 4>(w, x, start, y, o, b, inner, stride),
                (_, true) => tile::<R, 1, 8>(w, x, start, y, o, b, inner, stride),
                (_, false) => tile::<R, 1, 4>(w, x, start, y, o, b, inner, stride),
            }
            b += if wide { 2 * LANES } else { LANES };
        }
        o += height;
    }
}

/// One tile of H rows by B columns of [`product`], held in registers over the whole inner sum.
#[allow(clippy::too_many_arguments)]
#[inline(always)]
fn tile<R: Real, const H: usize, const B: usize>(
    w: Weights<R>,
    x: &[R],
    start: Option<&[R]>,
    y: &mut [R],
    o: usize,
    b: usize,
    inner: usize,
    stride: usize,
) {
    let mut sum = [[R::ZERO; B]; H];
    for h in 0..H {
        match start {
            Some(start) => sum[h] = [start[o + h]; B],
            None => sum[h].copy_from_slice(&y[(o + h) * stride + b..][..B]),
        }
    }
    for i in 0..inner {
        let column: &[R; B] = x[i * stride + b..][..B].try_into().expect("a slice of B");
        for h in 0..H {
            let weight = w.values[(o + h) * w.row + i * w.column];
            for l in 0..B {
                sum[h][l] += weight * column[l];
            }
        }
    }
    for h in 0..H {
        y[(o + h) * stride + b..][..B].copy_from_slice(&sum[h]);
    }
}

/// g[o, i] += Σ_b d[o, b] x[i, b]: the gradient of a weight matrix [outer, inner] from its output's and its input's
/// signals. The sum runs over [`LANES`] interleaved partial sums.
pub fn outer_product<R: Real>(d: &[R], x: &[R], g: &mut [R], outer: usize, inner: usize, stride: usize) {
    for o in 0..outer {
        let delta = &d[o * stride..][..stride];
        let row = &mut g[o * inner..][..inner];
        let mut i = 0;
        while i + 4 <= inner {
            let sums = inner_products::<R, 4>(delta, x, i, stride);
            for k in 0..4 {
                row[i + k] += sums[k];
            }
            i += 4;
        }
        while i < inner {
            row[i] += inner_products::<R, 1>(delta, x, i, stride)[0];
            i += 1;
        }
    }
}

#[inline(always)]
fn inner_products<R: Real, const K: usize>(delta: &[R], x: &[R], i: usize, stride: usize) -> [R; K] {
    let mut sums = [[R::ZERO; LANES]; K];
    for b in (0..stride).step_by(LANES) {
        let d: &[R; LANES] = delta[b..][..LANES].try_into().expect("a slice of LANES");
        for k in 0..K {
            let column: &[R; LANES] = x[(i + k) * stride + b..][..LANES].try_into().expect("a slice of LANES");
            for l in 0..LANES {
                sums[k][l] += d[l] * column[l];
            }
        }
    }
    sums.map(add_lanes)
}

/// g[o] += Σ_b d[o, b]: the gradient of a bias.
pub fn row_sums<R: Real>(d: &[R], g: &mut [R], stride: usize) {
    for (g, row) in g.iter_mut().zip(d.chunks_exact(stride)) {
        let mut lanes = [R::ZERO; LANES];
        for chunk in row.chunks_exact(LANES) {
            for l in 0..LANES {
                lanes[l] += chunk[l];
            }
        }
        *g += add_lanes(lanes);
    }
}

#[inline(always)]
fn add_lanes<R: Real>(lanes: [R; LANES]) -> R {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::random::{Purpose, Stream};

    #[test]
    fn kernels_agree_with_the_plain_sums_at_every_small_size() {
        let mut random = Stream::new(1, Purpose::Data, 0);
        for (outer, inner, columns) in [(1, 1, 1), (2, 3, 5), (3, 5, 8), (5, 4, 12), (9, 7, 20), (4, 2, 13)] {
            let stride = stride(columns);
            let mut draw = |n: usize| (0..n).map(|_| random.normal()).collect::<Vec<f64>>();
            let (w, x, d, start) = (draw(outer * inner), draw(inner * stride), draw(outer * stride), draw(outer));
            let mut y = vec![0.0; outer * stride];
            let plain = Weights { values: &w, row: inner, column: 1 };
            product(plain, &x, Some(&start), &mut y, outer, inner, stride);
            let mut back = vec![0.0; inner * stride];
            let transposed = Weights { values: &w, row: 1, column: inner };
            product(transposed, &d, None, &mut back, inner, outer, stride);
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
}
