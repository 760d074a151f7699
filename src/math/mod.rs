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
use lanes::{LANES, Lanes};
pub use real::Real;
pub use ridders::{FIRST_STEP, Ridders};

/// L2 norm, accumulated in f64 in a fixed order.
///
/// Finite whenever the elements are: if squares would leave the range of f64, elements are scaled first.
pub fn norm<R: Real>(values: &[R]) -> f64 {
    let (fours, rest) = values.as_chunks();
    let mut squares = zero_lanes::<R>();
    for four in fours {
        let four = to_f64_lanes::<R>(four);
        squares = squares + four * four;
    }
    root(squares.sum() + rest.iter().fold(0.0, |sum, v| sum + square(v.to_f64())), values)
}

/// [`norm`] of `to` − `from` and of `from`, in one pass. `room` is a buffer of the same length.
pub fn distance_and_norm<R: Real>(to: &[R], from: &[R], room: &mut [R]) -> [f64; 2] {
    let ((to4, to_rest), (from4, from_rest)) = (to.as_chunks(), from.as_chunks());
    let [mut distance, mut length] = [zero_lanes::<R>(); 2];
    for (to, from) in to4.iter().zip(from4) {
        let (to, from) = (R::Lanes::load(to), R::Lanes::load(from));
        let (difference, from) = ((to - from).widen(), from.widen());
        (distance, length) = (distance + difference * difference, length + from * from);
    }
    let mut rest = [0.0; 2];
    for (to, from) in to_rest.iter().zip(from_rest) {
        rest[0] += square((*to - *from).to_f64());
        rest[1] += square(from.to_f64());
    }
    let sums = [distance.sum() + rest[0], length.sum() + rest[1]];
    if sums.iter().all(|sum| keeps_digits(*sum)) {
        return sums.map(f64::sqrt);
    }
    for ((difference, to), from) in room.iter_mut().zip(to).zip(from) {
        *difference = *to - *from;
    }
    [norm(room), norm(from)]
}

/// Whether a sum of squares is accurate: below 1e-290, or beyond the range of f64, digits are lost.
#[inline(always)]
fn keeps_digits(sum_of_squares: f64) -> bool {
    sum_of_squares > 1e-290 && sum_of_squares < f64::INFINITY || sum_of_squares.is_nan()
}

/// The norm, from the sum of squares if that is accurate.
#[inline]
fn root<R: Real>(sum_of_squares: f64, values: &[R]) -> f64 {
    let whole = sum_of_squares;
    if keeps_digits(whole) {
        return whole.sqrt();
    }
    // Scale by the largest element.
    let largest = values.iter().fold(0.0_f64, |largest, v| largest.max(v.to_f64().abs()));
    if largest == 0.0 || !largest.is_finite() { largest } else { sum(values, |v| square(v / largest)).sqrt() * largest }
}

/// Norm of concatenated vectors, from their norms.
pub fn joined_norm(norms: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = norms.clone().fold(0.0_f64, |largest, n| if n.is_nan() || n > largest { n } else { largest });
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    norms.fold(0.0, |sum, n| sum + (n / largest) * (n / largest)).sqrt() * largest
}

/// Σ f(v) in f64, in a fixed order.
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

/// Four elements converted to f64.
#[inline(always)]
pub fn to_f64_lanes<R: Real>(four: &[R; LANES]) -> Wide<R> {
    R::Lanes::load(four).widen()
}

/// Four zeros in f64, to start sums.
#[inline(always)]
pub fn zero_lanes<R: Real>() -> Wide<R> {
    Wide::<R>::splat(0.0)
}

/// The result type of [`to_f64_lanes`].
pub type Wide<R> = <<R as Real>::Lanes as Lanes<R>>::Wide;

#[inline(always)]
fn square(v: f64) -> f64 {
    v * v
}

#[inline(always)]
fn joined(lanes: [f64; 4]) -> f64 {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// Inner product in f64, in a fixed order.
pub fn dot<R: Real>(a: &[R], b: &[R]) -> f64 {
    let ((a4, a_rest), (b4, b_rest)) = (a.as_chunks(), b.as_chunks());
    let mut products = zero_lanes::<R>();
    for (a, b) in a4.iter().zip(b4) {
        products = products + to_f64_lanes::<R>(a) * to_f64_lanes::<R>(b);
    }
    products.sum() + a_rest.iter().zip(b_rest).fold(0.0, |sum, (a, b)| sum + a.to_f64() * b.to_f64())
}

/// Angle between two vectors in degrees, accurate for tiny angles (W. Kahan, "How Futile are Mindless Assessments of
/// Roundoff", 2006, section 12). 0 if one of them is zero or not finite.
pub fn angle<R: Real>(a: &[R], b: &[R]) -> f64 {
    let (length_a, length_b) = (norm(a), norm(b));
    let (mut minus, mut plus) = (0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (x.to_f64() / length_a, y.to_f64() / length_b);
        minus += (x - y) * (x - y);
        plus += (x + y) * (x + y);
    }
    let angle = 2.0 * libm::atan2(minus.sqrt(), plus.sqrt());
    if angle.is_nan() { 0.0 } else { angle.to_degrees() }
}

/// `base` to an integer power, by repeated squaring.
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
    fn a_distance_and_a_norm_at_once_are_the_bits_of_each() {
        for (n, scale) in [(0, 1.0), (1, 1.0), (4, 1.0), (7, 1e-30), (30, 1.0), (30, 1e-43)] {
            let from: Vec<f32> = (0..n).map(|k| (0.1 * k as f32 - 1.0) * scale).collect();
            for to in [from.iter().map(|x| x * 1.5 + 0.1 * scale).collect(), from.clone()] {
                let difference: Vec<f32> = to.iter().zip(&from).map(|(to, from)| to - from).collect();
                let both = distance_and_norm(&to, &from, &mut vec![7.0; n]);
                assert_eq!(both.map(f64::to_bits), [norm(&difference), norm(&from)].map(f64::to_bits));
            }
        }
        assert_eq!(
            distance_and_norm(&[3e300_f64, 4e300], &[0.0, 0.0], &mut [0.0; 2]),
            [norm(&[3e300_f64, 4e300]), 0.0]
        );
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
