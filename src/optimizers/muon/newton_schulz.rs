//! Newton-Schulz iteration: turns UΣVᵀ into approximately UVᵀ by matrix products alone (K. Jordan 2024; N. J. Higham,
//! "Functions of matrices", 2008, section 8.3).

use crate::math::{Real, norm};

/// Numbers needed for a matrix of this shape: a copy, and temporary space of [`orthogonalise`].
pub fn room([rows, columns]: [usize; 2]) -> usize {
    let short = rows.min(columns);
    2 * rows * columns + rows * columns + 2 * short * short
}

/// X ← X / max(‖X‖, ε); then `steps` times X ← a X + (b A + c A²) X with A = XXᵀ, of a matrix or of its transpose,
/// whichever has fewer rows. Matrices are stored row by row; every sum has a fixed order.
pub fn orthogonalise<R: Real>(
    matrix: &mut [R],
    [rows, columns]: [usize; 2],
    [a, b, c]: [f64; 3],
    steps: u64,
    eps: f64,
    spare: &mut [R],
) {
    let (short, long) = (rows.min(columns), rows.max(columns));
    let (x, spare) = spare.split_at_mut(short * long);
    let (next, spare) = spare.split_at_mut(short * long);
    let (square, rest) = spare.split_at_mut(short * short);
    let mix = &mut rest[..short * short];
    let [a, b, c] = [a, b, c].map(R::of);
    let size = R::of(norm(matrix)).max(R::of(eps));
    // Index in `x` of an index in `matrix`.
    let place = |k: usize| if rows > columns { k % columns * long + k / columns } else { k };
    for (k, value) in matrix.iter().enumerate() {
        x[place(k)] = *value / size;
    }
    for _ in 0..steps {
        for i in 0..short {
            for j in 0..=i {
                let product = dot(&x[i * long..][..long], &x[j * long..][..long]);
                square[i * short + j] = product;
                square[j * short + i] = product;
            }
        }
        for (mix, square) in mix.iter_mut().zip(&*square) {
            *mix = b * *square;
        }
        add_product(mix, c, square, square, short);
        for (next, x) in next.iter_mut().zip(&*x) {
            *next = a * *x;
        }
        add_product(next, R::ONE, mix, x, long);
        x.copy_from_slice(next);
    }
    for (k, value) in matrix.iter_mut().enumerate() {
        *value = x[place(k)];
    }
}

/// out ← out + factor · left · right, where `out` and `right` have rows of `width`, and `left` is square.
fn add_product<R: Real>(out: &mut [R], factor: R, left: &[R], right: &[R], width: usize) {
    let size = right.len() / width;
    for (out, left) in out.chunks_exact_mut(width).zip(left.chunks_exact(size)) {
        for (weight, row) in left.iter().zip(right.chunks_exact(width)) {
            let weight = factor * *weight;
            for (out, value) in out.iter_mut().zip(row) {
                *out += weight * *value;
            }
        }
    }
}

fn dot<R: Real>(a: &[R], b: &[R]) -> R {
    let mut lanes = [R::ZERO; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail = a8.remainder().iter().zip(b8.remainder()).fold(R::ZERO, |sum, (x, y)| sum + *x * *y);
    for (x, y) in a8.zip(b8) {
        for l in 0..8 {
            lanes[l] += x[l] * y[l];
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + b) + (c + d)) + ((e + f) + (g + h)) + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_or_columns_become_nearly_orthonormal() {
        for shape in [[3, 5], [5, 3], [4, 4], [1, 2], [9, 1]] {
            let n = shape[0] * shape[1];
            let mut matrix: Vec<f64> = (0..n).map(|k| libm::sin(7.3 * (k * k) as f64 + 0.4)).collect();
            let mut spare = vec![0.0; room(shape)];
            // The cubic iteration converges to one; Muon's coefficients only come near it.
            orthogonalise(&mut matrix, shape, [1.5, -0.5, 0.0], 60, 1e-7, &mut spare);
            let at = |short: usize, long: usize| {
                if shape[0] <= shape[1] { matrix[short * shape[1] + long] } else { matrix[long * shape[1] + short] }
            };
            let (short, long) = (shape[0].min(shape[1]), shape[0].max(shape[1]));
            for i in 0..short {
                for j in 0..short {
                    let product: f64 = (0..long).map(|k| at(i, k) * at(j, k)).sum();
                    assert!((product - f64::from(u8::from(i == j))).abs() < 1e-9, "{shape:?} {i} {j}: {product}");
                }
            }
        }
    }
}
