//! Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi rotations (C. G. J. Jacobi 1846; in the stable
//! form of G. H. Golub, C. F. Van Loan, "Matrix Computations", section 8.5). Slow for large matrices, accurate for
//! small ones. The order of rotations is fixed, which gives the same bits everywhere.

use super::order::sort_few;

/// Most sweeps through all pairs. Convergence is quadratic, so six to ten are typical.
const SWEEPS: usize = 60;

/// Eigenvalues of `matrix` ([n, n], symmetric), largest first, each with its eigenvector of length 1.
pub fn eigen(n: usize, mut matrix: Vec<f64>) -> Vec<(f64, Vec<f64>)> {
    let mut vectors = vec![0.0; n * n];
    for k in 0..n {
        vectors[k * n + k] = 1.0;
    }
    let scale = matrix.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    for _ in 0..SWEEPS {
        let mut rest = 0.0_f64;
        for p in 0..n {
            for q in p + 1..n {
                rest = rest.max(matrix[p * n + q].abs());
                rotate(n, p, q, &mut matrix, &mut vectors);
            }
        }
        if rest <= scale * f64::EPSILON {
            break;
        }
    }
    let mut pairs: Vec<(f64, Vec<f64>)> =
        (0..n).map(|k| (matrix[k * n + k], (0..n).map(|row| vectors[row * n + k]).collect())).collect();
    sort_few(&mut pairs, |one, other| other.0.total_cmp(&one.0));
    pairs
}

/// Zeroes element (p, q) by a rotation in the plane of p and q.
fn rotate(n: usize, p: usize, q: usize, matrix: &mut [f64], vectors: &mut [f64]) {
    let off = matrix[p * n + q];
    if off == 0.0 {
        return;
    }
    let tau = (matrix[q * n + q] - matrix[p * n + p]) / (2.0 * off);
    let t = 1.0_f64.copysign(tau) / (tau.abs() + (1.0 + tau * tau).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for k in 0..n {
        let (x, y) = (matrix[k * n + p], matrix[k * n + q]);
        matrix[k * n + p] = c * x - s * y;
        matrix[k * n + q] = s * x + c * y;
        let (x, y) = (vectors[k * n + p], vectors[k * n + q]);
        vectors[k * n + p] = c * x - s * y;
        vectors[k * n + q] = s * x + c * y;
    }
    for k in 0..n {
        let (x, y) = (matrix[p * n + k], matrix[q * n + k]);
        matrix[p * n + k] = c * x - s * y;
        matrix[q * n + k] = s * x + c * y;
    }
    // Skip elements below rounding, which rotations cannot reduce.
    matrix[p * n + q] = 0.0;
    matrix[q * n + p] = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_two_by_two_matrix_has_the_eigenvalues_of_its_closed_form() {
        let pairs = eigen(2, vec![3.0, 1.0, 1.0, 3.0]);
        assert!((pairs[0].0 - 4.0).abs() < 1e-15 && (pairs[1].0 - 2.0).abs() < 1e-15);
        assert!((pairs[0].1[0] - pairs[0].1[1]).abs() < 1e-15, "(1, 1) / √2");
        assert!((pairs[1].1[0] + pairs[1].1[1]).abs() < 1e-15, "(1, −1) / √2");
    }

    #[test]
    fn the_second_difference_matrix_has_the_eigenvalues_of_the_string() {
        // 2 − 2 cos(kπ / (n + 1)), k = 1 … n: the modes of n beads on a string.
        let n = 24;
        let mut matrix = vec![0.0; n * n];
        for k in 0..n {
            matrix[k * n + k] = 2.0;
            if k + 1 < n {
                matrix[k * n + k + 1] = -1.0;
                matrix[(k + 1) * n + k] = -1.0;
            }
        }
        for (k, (value, vector)) in eigen(n, matrix.clone()).into_iter().enumerate() {
            let mode = (n - k) as f64;
            let expected = 2.0 - 2.0 * libm::cos(mode * std::f64::consts::PI / (n + 1) as f64);
            assert!((value - expected).abs() < 1e-13, "{value} is not {expected}");
            for row in 0..n {
                let product: f64 = (0..n).map(|column| matrix[row * n + column] * vector[column]).sum();
                assert!((product - value * vector[row]).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn nothing_and_zero_have_their_eigenvalues_too() {
        assert!(eigen(0, Vec::new()).is_empty());
        assert!(eigen(3, vec![0.0; 9]).iter().all(|(value, _)| *value == 0.0));
    }
}
