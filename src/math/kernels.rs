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

/// A weight matrix as the product sees it: element (o, i) is at `values[o * row + i * column]`. One of the two distances
/// is 1: the matrix as it is stored, or its transpose.
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
    for o in (0..outer).step_by(2) {
        let pair = outer - o >= 2;
        let height = if pair { 2 } else { 1 };
        let (start, y) = (start.map(|start| &start[o..][..height]), &mut y[o * stride..][..height * stride]);
        if pair {
            band::<R, 2>(w, x, start, y, o, inner, stride)
        } else {
            band::<R, 1>(w, x, start, y, o, inner, stride)
        }
    }
}

/// H rows of [`product`] from row `o` on.
#[inline(always)]
fn band<R: Real, const H: usize>(
    w: Weights<R>,
    x: &[R],
    start: Option<&[R]>,
    y: &mut [R],
    o: usize,
    inner: usize,
    stride: usize,
) {
    // Slices of known lengths: nothing is checked within the sum.
    if w.column == 1 {
        let rows: [&[R]; H] = std::array::from_fn(|h| &w.values[(o + h) * w.row..][..inner]);
        sweep((0..inner).map(|i| rows.map(|row| row[i])), x, start, y, stride);
    } else {
        let columns = w.values.chunks_exact(w.column);
        let part = |column: &[R]| -> [R; H] { column[o..o + H].try_into().expect("a slice of H") };
        sweep(columns.map(part), &x[..inner * stride], start, y, stride);
    }
}

/// Tile after tile along the columns. Two rows of sixteen f32 leave registers for what they are multiplied by; wider
/// numbers take tiles of eight.
#[inline(always)]
fn sweep<R: Real, const H: usize>(
    weights: impl Iterator<Item = [R; H]> + Clone,
    x: &[R],
    start: Option<&[R]>,
    y: &mut [R],
    stride: usize,
) {
    let mut b = 0;
    if size_of::<R>() > size_of::<f32>() {
        while stride - b >= 8 {
            tile::<R, H, 8>(weights.clone(), x, start, y, b, stride);
            b += 8;
        }
    } else {
        while stride - b >= 16 {
            tile::<R, H, 16>(weights.clone(), x, start, y, b, stride);
            b += 16;
        }
        match stride - b {
            12 => tile::<R, H, 12>(weights.clone(), x, start, y, b, stride),
            8 => tile::<R, H, 8>(weights.clone(), x, start, y, b, stride),
            _ => {}
        }
    }
    if stride - b == LANES {
        tile::<R, H, LANES>(weights, x, start, y, b, stride);
    }
}

/// One tile of H rows by B columns of [`product`], held in registers over the whole inner sum.
#[inline(always)]
fn tile<R: Real, const H: usize, const B: usize>(
    weights: impl Iterator<Item = [R; H]>,
    x: &[R],
    start: Option<&[R]>,
    y: &mut [R],
    b: usize,
    stride: usize,
) {
    let mut sum = [[R::ZERO; B]; H];
    for h in 0..H {
        match start {
            Some(start) => sum[h] = [start[h]; B],
            None => sum[h].copy_from_slice(&y[h * stride + b..][..B]),
        }
    }
    for (weights, row) in weights.zip(x.chunks_exact(stride)) {
        let column: &[R; B] = row[b..b + B].try_into().expect("a slice of B");
        for h in 0..H {
            for l in 0..B {
                sum[h][l] += weights[h] * column[l];
            }
        }
    }
    for h in 0..H {
        y[h * stride + b..][..B].copy_from_slice(&sum[h]);
    }
}

/// g[o, i] += Σ_b d[o, b] x[i, b]: the gradient of a weight matrix [outer, inner] from its output's and its input's
/// signals. The sum runs over [`LANES`] interleaved partial sums.
pub fn outer_product<R: Real>(d: &[R], x: &[R], g: &mut [R], outer: usize, inner: usize, stride: usize) {
    for o in (0..outer).step_by(2) {
        if outer - o >= 2 {
            rows_of_sums::<R, 2>(d, x, g, o, inner, stride);
        } else {
            rows_of_sums::<R, 1>(d, x, g, o, inner, stride);
        }
    }
}

/// H rows of [`outer_product`] from row `o` on.
#[inline(always)]
fn rows_of_sums<R: Real, const H: usize>(d: &[R], x: &[R], g: &mut [R], o: usize, inner: usize, stride: usize) {
    let mut i = 0;
    while i + 4 <= inner {
        block_of_sums::<R, H, 4>(d, x, g, (o, i), inner, stride);
        i += 4;
    }
    while i < inner {
        block_of_sums::<R, H, 1>(d, x, g, (o, i), inner, stride);
        i += 1;
    }
}

/// H by K elements of [`outer_product`] from (o, i) on, held in registers over the whole sum.
#[inline(always)]
fn block_of_sums<R: Real, const H: usize, const K: usize>(
    d: &[R],
    x: &[R],
    g: &mut [R],
    (o, i): (usize, usize),
    inner: usize,
    stride: usize,
) {
    let mut sums = [[[R::ZERO; LANES]; K]; H];
    // Rows of a known length: nothing is checked within the sum.
    let (mut deltas, mut columns): ([&[R]; H], [&[R]; K]) = ([&[]; H], [&[]; K]);
    for h in 0..H {
        deltas[h] = &d[(o + h) * stride..][..stride];
    }
    for k in 0..K {
        columns[k] = &x[(i + k) * stride..][..stride];
    }
    for b in (0..stride / LANES).map(|b| b * LANES) {
        for k in 0..K {
            let column: &[R; LANES] = columns[k][b..][..LANES].try_into().expect("a slice of LANES");
            for h in 0..H {
                let delta: &[R; LANES] = deltas[h][b..][..LANES].try_into().expect("a slice of LANES");
                for l in 0..LANES {
                    sums[h][k][l] += delta[l] * column[l];
                }
            }
        }
    }
    for (h, sums) in sums.iter().enumerate() {
        add_sums(sums, &mut g[(o + h) * inner + i..][..K]);
    }
}

/// Adds what the lanes of each sum come to. On its own: in one with the loop above the compiler would lay the numbers
/// out across the sums in place of along the columns, and shuffle them at every turn.
#[inline(never)]
fn add_sums<R: Real>(sums: &[[R; LANES]], g: &mut [R]) {
    for (g, sum) in g.iter_mut().zip(sums) {
        *g += add_lanes(*sum);
    }
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
        for (outer, inner, columns) in
            [(1, 1, 1), (2, 3, 5), (3, 5, 8), (5, 4, 12), (9, 7, 20), (4, 2, 13), (3, 4, 31), (2, 2, 44)]
        {
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
