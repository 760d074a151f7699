//! Spectral radius and largest singular value of a square matrix.

/// Number of squarings; the matrix is raised to the power of 2 to this.
const SQUARINGS: usize = 12;

/// The largest |λ| of `matrix` ([n, n], row by row), by Gelfand's formula ρ = lim ‖Aᵐ‖^(1/m) with m = 4096 by repeated
/// squaring. Too large by at most the m-th root of the eigenvectors' condition number. NaN if the matrix is not finite.
pub fn radius(n: usize, matrix: &[f64]) -> f64 {
    let mut power = matrix.to_vec();
    let mut next = vec![0.0; n * n];
    // ln ‖Aᵐ‖ = `log` + ln ‖power‖. The matrix is scaled to norm 1 each time to avoid overflow.
    let (mut log, mut m) = (0.0, 1.0);
    for _ in 0..SQUARINGS {
        let size = frobenius(&power);
        if size == 0.0 || !size.is_finite() {
            return size;
        }
        power.iter_mut().for_each(|x| *x /= size);
        log += libm::log(size);
        square(n, &power, &mut next);
        std::mem::swap(&mut power, &mut next);
        (log, m) = (2.0 * log, 2.0 * m);
    }
    match frobenius(&power) {
        0.0 => 0.0,
        // The Frobenius norm may be too large by √n, whose m-th root is close to 1.
        size => libm::exp((log + libm::log(size)) / m),
    }
}

/// The largest singular value: the square root of the spectral radius of AᵀA.
pub fn largest_singular(n: usize, matrix: &[f64]) -> f64 {
    let mut gram = vec![0.0; n * n];
    for row in matrix.chunks_exact(n) {
        for (i, x) in row.iter().enumerate() {
            gram[i * n..][..n].iter_mut().zip(row).for_each(|(sum, y)| *sum += x * y);
        }
    }
    radius(n, &gram).sqrt()
}

fn frobenius(matrix: &[f64]) -> f64 {
    matrix.iter().map(|x| x * x).sum::<f64>().sqrt()
}

fn square(n: usize, matrix: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    for i in 0..n {
        let row = &mut out[i * n..][..n];
        for k in 0..n {
            let factor = matrix[i * n + k];
            row.iter_mut().zip(&matrix[k * n..][..n]).for_each(|(sum, x)| *sum += factor * x);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, want: f64) {
        assert!((got - want).abs() < 2e-3 * want.max(1e-9), "{got} is not {want}");
    }

    #[test]
    fn a_rotation_neither_stretches_nor_shrinks_and_a_scaled_one_by_its_scale() {
        let (c, s) = (libm::cos(1.0), libm::sin(1.0));
        for scale in [1e-3, 1.0, 1.7, 1e6] {
            let matrix = [c, -s, s, c].map(|x| scale * x);
            close(radius(2, &matrix), scale);
            close(largest_singular(2, &matrix), scale);
        }
    }

    #[test]
    fn a_shear_has_a_radius_of_its_diagonal_and_a_larger_singular_value() {
        close(radius(2, &[0.5, 3.0, 0.0, 0.25]), 0.5);
        // σ² is the larger root of σ⁴ − (0.25 + 9 + 0.0625) σ² + 0.125².
        let trace: f64 = 0.25 + 9.0 + 0.0625;
        let square = 0.5 * (trace + (trace * trace - 4.0 * 0.015625).sqrt());
        close(largest_singular(2, &[0.5, 3.0, 0.0, 0.25]), square.sqrt());
    }

    #[test]
    fn a_companion_matrix_has_the_roots_of_its_polynomial() {
        // (x − 2)(x + 1)(x − ½) = x³ − 1.5 x² − 1.5 x + 1
        close(radius(3, &[1.5, 1.5, -1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]), 2.0);
    }

    #[test]
    fn nilpotent_matrices_have_radius_0_and_what_is_not_finite_none() {
        assert_eq!(radius(2, &[0.0, 1.0, 0.0, 0.0]), 0.0);
        assert!(radius(1, &[f64::NAN]).is_nan() && !largest_singular(1, &[f64::INFINITY]).is_finite());
    }
}
