//! Arithmetic that gives the same bits on every machine: numbers, elementary functions, matrix kernels, eigenvalues,
//! derivatives by differences and by dual numbers, random draws, sorting.

pub mod dual;
pub mod elementary;
pub mod formats;
pub mod kernels;
pub mod lanes;
pub mod order;
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
    let sum = sum_of_squares(values, |v| v);
    // Squares below 1e-290 or beyond the range have lost digits; the largest element sets the scale instead.
    if sum > 1e-290 && sum < f64::INFINITY || sum.is_nan() {
        return sum.sqrt();
    }
    let largest = values.iter().fold(0.0_f64, |largest, v| largest.max(v.to_f64().abs()));
    if largest == 0.0 || !largest.is_finite() {
        largest
    } else {
        sum_of_squares(values, |v| v / largest).sqrt() * largest
    }
}

/// Norm of several vectors joined, from their norms.
pub fn joined_norm(norms: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = norms.clone().fold(0.0_f64, |largest, n| if n.is_nan() || n > largest { n } else { largest });
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    norms.fold(0.0, |sum, n| sum + (n / largest) * (n / largest)).sqrt() * largest
}

fn sum_of_squares<R: Real>(values: &[R], scaled: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0_f64; 4];
    let chunks = values.chunks_exact(4);
    let rest = chunks.remainder();
    for chunk in chunks {
        for l in 0..4 {
            let v = scaled(chunk[l].to_f64());
            lanes[l] += v * v;
        }
    }
    let tail = rest.iter().fold(0.0, |sum, value| {
        let v = scaled(value.to_f64());
        sum + v * v
    });
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + tail
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
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + tail
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
