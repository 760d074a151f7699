//! Arithmetic that gives the same bits on every machine: numbers, elementary functions, matrix kernels, eigenvalues,
//! derivatives by differences and by dual numbers, random draws, sorting.

pub mod dual;
pub mod elementary;
pub mod formats;
pub mod kernels;
pub mod lanes;
pub mod order;
pub mod products;
pub mod random;
pub mod real;
pub mod ridders;
pub mod spectrum;
pub mod symmetric;

pub use dual::Dual;
pub use real::Real;
pub use ridders::Ridders;

/// Length of a vector (L2 norm), accumulated in f64 in one fixed order.
///
/// Finite whenever the elements are: squares that leave the range of f64 are scaled first.
pub fn norm<R: Real>(values: &[R]) -> f64 {
    root(sum(values, |v| v * v), values)
}

/// [`norm`] of two vectors of one length. Each waits for its own sums, not for the other's.
pub fn norms<R: Real>(a: &[R], b: &[R]) -> [f64; 2] {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    let (mut of_a, mut of_b) = ([0.0_f64; 4], [0.0_f64; 4]);
    let mut k = 0;
    while k + 4 <= n {
        let four = |values: &[R]| -> [R; 4] { values[k..][..4].try_into().expect("a slice of four") };
        let (x, y) = (four(a), four(b));
        for l in 0..4 {
            of_a[l] += square(x[l].to_f64());
            of_b[l] += square(y[l].to_f64());
        }
        k += 4;
    }
    let tail = |values: &[R]| values[k..].iter().fold(0.0, |sum, v| sum + square(v.to_f64()));
    [root(joined(of_a) + tail(a), a), root(joined(of_b) + tail(b), b)]
}

/// The root of a sum of squares.
#[inline]
fn root<R: Real>(sum_of_squares: f64, values: &[R]) -> f64 {
    let whole = sum_of_squares;
    // Squares below 1e-290 or beyond the range have lost digits; the largest element sets the scale instead.
    if whole > 1e-290 && whole < f64::INFINITY || whole.is_nan() {
        return whole.sqrt();
    }
    let largest = values.iter().fold(0.0_f64, |largest, v| largest.max(v.to_f64().abs()));
    if largest == 0.0 || !largest.is_finite() { largest } else { sum(values, |v| square(v / largest)).sqrt() * largest }
}

/// Norm of several vectors joined, from their norms.
pub fn joined_norm(norms: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = norms.clone().fold(0.0_f64, |largest, n| if n.is_nan() || n > largest { n } else { largest });
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    norms.fold(0.0, |sum, n| sum + (n / largest) * (n / largest)).sqrt() * largest
}

/// Σ f(v) in f64, in one fixed order.
#[inline(always)]
pub fn sum<R: Real>(values: &[R], f: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0_f64; 4];
    let chunks = values.chunks_exact(4);
    let rest = chunks.remainder();
    for chunk in chunks {
        for l in 0..4 {
            lanes[l] += f(chunk[l].to_f64());
        }
    }
    joined(lanes) + rest.iter().fold(0.0, |sum, value| sum + f(value.to_f64()))
}

#[inline(always)]
fn square(v: f64) -> f64 {
    v * v
}

#[inline(always)]
fn joined(lanes: [f64; 4]) -> f64 {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// Inner product in f64, in one fixed order.
pub fn dot<R: Real>(a: &[R], b: &[R]) -> f64 {
    let mut lanes = [0.0_f64; 4];
    let (a4, b4) = (a.chunks_exact(4), b.chunks_exact(4));
    let tail = a4.remainder().iter().zip(b4.remainder()).fold(0.0, |sum, (x, y)| sum + x.to_f64() * y.to_f64());
    for (x, y) in a4.zip(b4) {
        for l in 0..4 {
            lanes[l] += x[l].to_f64() * y[l].to_f64();
        }
    }
    joined(lanes) + tail
}

/// Angle between two vectors in degrees, also where it is tiny (W. Kahan, "How Futile are Mindless Assessments of
/// Roundoff", 2006, section 12). 0 where one of them is zero or not finite.
pub fn angle<R: Real>(a: &[R], b: &[R]) -> f64 {
    let (length_a, length_b) = (norm(a), norm(b));
    let (mut apart, mut together) = (0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (x.to_f64() / length_a, y.to_f64() / length_b);
        apart += (x - y) * (x - y);
        together += (x + y) * (x + y);
    }
    let angle = 2.0 * libm::atan2(apart.sqrt(), together.sqrt());
    if angle.is_nan() { 0.0 } else { angle.to_degrees() }
}

/// `base` to a whole power, by repeated squaring.
pub fn power(mut base: f64, mut exponent: u64) -> f64 {
    let mut result = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_norm_is_finite_wherever_its_elements_are() {
        assert_eq!(norm(&[3.0_f64, 4.0]), 5.0);
        assert!((norm(&[3e300_f64, 4e300]) / 5e300 - 1.0).abs() < 1e-15);
        assert!((norm(&[3e-300_f64, 4e-300]) / 5e-300 - 1.0).abs() < 1e-15);
        assert_eq!(norm::<f32>(&[]), 0.0);
        assert!(norm(&[1.0_f32, f32::NAN]).is_nan());
        assert_eq!(norm(&[1.0_f32, f32::INFINITY]), f64::INFINITY);
    }

    #[test]
    fn two_norms_at_once_are_the_bits_of_each() {
        for n in [0, 1, 4, 7, 30] {
            let a: Vec<f32> = (0..n).map(|k| 0.1 * k as f32 - 1.0).collect();
            let b: Vec<f32> = a.iter().map(|x| x * 1e-30).collect();
            assert_eq!(norms(&a, &b).map(f64::to_bits), [norm(&a), norm(&b)].map(f64::to_bits));
        }
        assert_eq!(norms(&[3e300_f64, 4e300], &[0.0, 0.0]), [norm(&[3e300_f64, 4e300]), 0.0]);
    }

    #[test]
    fn angles_are_exact_from_nothing_to_a_half_turn() {
        assert_eq!(angle(&[1.0_f64, 2.0], &[3.0, 6.0]), 0.0);
        assert!((angle(&[1.0_f64, 0.0], &[0.0, 1e300]) - 90.0).abs() < 1e-13);
        assert!((angle(&[1.0_f32, 0.0], &[-2.0, 0.0]) - 180.0).abs() < 1e-13);
        assert!((angle(&[1.0_f64, 0.0], &[1.0, 1e-12]) / 1e-12_f64.to_degrees() - 1.0).abs() < 1e-9);
        assert_eq!(angle(&[1.0_f64, 0.0], &[0.0, 0.0]), 0.0);
        assert_eq!(angle(&[f64::NAN, 0.0], &[0.0, 1.0]), 0.0);
    }

    #[test]
    fn a_joined_norm_is_the_norm_of_the_joined_vectors() {
        let whole = norm(&[1.0_f64, 2.0, 3.0, 4.0]);
        assert!((joined_norm([norm(&[1.0_f64, 2.0]), norm(&[3.0_f64, 4.0])].into_iter()) - whole).abs() < 1e-15);
        assert!(joined_norm([1.0, f64::NAN, 2.0].into_iter()).is_nan());
    }
}
