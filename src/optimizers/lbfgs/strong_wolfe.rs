//! A line search for the strong Wolfe conditions (J. Nocedal, S. Wright, "Numerical optimization", 2006, algorithms 3.5
//! and 3.6, with the safeguards of `torch.optim.LBFGS`).

use crate::math::Real;

/// Sufficient decrease: the share of the linear prediction that the loss must fall.
const C1: f64 = 1e-4;
/// Curvature condition: the share of the initial slope that may remain.
const C2: f64 = 0.9;
/// Trials beyond the first.
const TRIALS: u32 = 25;

/// A point along the search direction.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// Step length.
    pub t: f64,
    /// Loss.
    pub f: f64,
    /// Derivative of the loss by t.
    pub slope: f64,
}

/// Finds a step length along a descent direction, starting with `first`; gives up when the interval is shorter than
/// `smallest`. `along` evaluates a point and writes its gradient. `gradient` is that of the start, and on return that
/// of the point found. Returns the point and the number of evaluations.
pub fn search<R: Real>(
    along: &mut dyn FnMut(f64, &mut [R]) -> Point,
    start: Point,
    first: f64,
    smallest: f64,
    gradient: &mut [R],
    [new, end0, end1]: [&mut [R]; 3],
) -> (Point, u64) {
    let flat = |p: Point| p.slope.abs() <= -C2 * start.slope;
    let (mut trial, mut evaluated, mut trials) = (along(first, new), 1, 0);
    let (mut previous, mut done) = (start, false);
    end0.copy_from_slice(gradient);
    // Bracketing: find an interval that contains an acceptable point, with the gradients at its ends.
    let mut bracket = loop {
        if trials == TRIALS {
            end0.copy_from_slice(gradient);
            end1.copy_from_slice(new);
            break [start, trial];
        }
        // Written so that NaN continues, as in PyTorch.
        let rises = trial.f > start.f + C1 * trial.t * start.slope || (trials > 1 && trial.f >= previous.f);
        if !rises && flat(trial) {
            end0.copy_from_slice(new);
            done = true;
            break [trial; 2];
        }
        if rises || trial.slope >= 0.0 {
            end1.copy_from_slice(new);
            break [previous, trial];
        }
        let next = cubic(previous, trial, (trial.t + 0.01 * (trial.t - previous.t), trial.t * 10.0));
        previous = trial;
        end0.copy_from_slice(new);
        trial = along(next, new);
        (evaluated, trials) = (evaluated + 1, trials + 1);
    };
    let mut ends = [end0, end1];
    let lower = |bracket: &[Point; 2]| if bracket[0].f <= bracket[1].f { 0 } else { 1 };
    let mut low = if done { 0 } else { lower(&bracket) };
    let mut near = false;
    while !done && trials < TRIALS && (bracket[1].t - bracket[0].t).abs() >= smallest {
        let (from, to) = ordered(bracket[0].t, bracket[1].t);
        let mut t = cubic(bracket[0], bracket[1], (from, to));
        // A trial at an end, or close to one twice in a row, is moved inside by a tenth.
        let margin = 0.1 * (to - from);
        let close = (to - t).min(t - from) < margin;
        let inside = close && (near || t >= to || t <= from);
        if inside {
            t = if (t - to).abs() < (t - from).abs() { to - margin } else { from + margin };
        }
        near = close && !inside;
        let trial = along(t, new);
        (evaluated, trials) = (evaluated + 1, trials + 1);
        let high = 1 - low;
        if trial.f > start.f + C1 * trial.t * start.slope || trial.f >= bracket[low].f {
            bracket[high] = trial;
            ends[high].copy_from_slice(new);
            low = lower(&bracket);
        } else {
            if flat(trial) {
                done = true;
            } else if trial.slope * (bracket[high].t - bracket[low].t) >= 0.0 {
                bracket[high] = bracket[low];
                let [end0, end1] = &mut ends;
                if low == 0 { end1.copy_from_slice(end0) } else { end0.copy_from_slice(end1) }
            }
            bracket[low] = trial;
            ends[low].copy_from_slice(new);
        }
    }
    gradient.copy_from_slice(ends[low]);
    (bracket[low], evaluated)
}

/// The minimum of the cubic through two points with their slopes, within bounds; the middle of the bounds if there is
/// none.
fn cubic(a: Point, b: Point, (from, to): (f64, f64)) -> f64 {
    let (a, b) = if a.t <= b.t { (a, b) } else { (b, a) };
    let d1 = a.slope + b.slope - 3.0 * (a.f - b.f) / (a.t - b.t);
    let square = d1 * d1 - a.slope * b.slope;
    if square >= 0.0 {
        let d2 = square.sqrt();
        let lowest = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2.0 * d2));
        // Not `clamp`: bounds may be NaN.
        lowest.max(from).min(to)
    } else {
        (from + to) / 2.0
    }
}

fn ordered(a: f64, b: f64) -> (f64, f64) {
    if a <= b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches along f(t) from zero.
    fn found(f: impl Fn(f64) -> (f64, f64), first: f64) -> (Point, Point, u64) {
        let place = |t: f64| Point { t, f: f(t).0, slope: f(t).1 };
        let (mut gradient, mut a, mut b, mut c) = ([place(0.0).slope], [0.0], [0.0], [0.0]);
        let mut along = |t: f64, gradient: &mut [f64]| {
            gradient[0] = place(t).slope;
            place(t)
        };
        let (point, asked) = search(&mut along, place(0.0), first, 1e-9, &mut gradient, [&mut a, &mut b, &mut c]);
        assert_eq!(gradient[0].to_bits(), point.slope.to_bits(), "the gradient is that of the place found");
        (place(0.0), point, asked)
    }

    #[test]
    fn the_place_found_fulfils_the_strong_wolfe_conditions() {
        let curves: [fn(f64) -> (f64, f64); 3] = [
            |t| ((t - 3.0) * (t - 3.0), 2.0 * (t - 3.0)),
            |t| (-t / (t * t + 2.0), (t * t - 2.0) / ((t * t + 2.0) * (t * t + 2.0))),
            |t| (libm::exp(t) - 4.0 * t, libm::exp(t) - 4.0),
        ];
        for curve in curves {
            for first in [1e-3, 0.1, 1.0, 10.0, 100.0] {
                let (start, point, asked) = found(curve, first);
                assert!(point.f <= start.f + C1 * point.t * start.slope, "{point:?}");
                assert!(point.slope.abs() <= -C2 * start.slope, "{point:?}");
                assert!(asked <= 26);
            }
        }
    }

    /// Flat at first and then steep, so that the search needs many trials on both sides of the place.
    fn quintic(t: f64) -> (f64, f64) {
        let x = t + 0.004;
        let cube = x * x * x;
        (cube * x * (x - 2.0), cube * (5.0 * x - 8.0))
    }

    /// Computed by PyTorch 2.15.0: `torch.optim.lbfgs._strong_wolfe` with its defaults, and d = 1.
    #[test]
    fn the_place_and_the_trials_are_pytorchs() {
        let square = |t: f64| ((t - 3.0) * (t - 3.0), 2.0 * (t - 3.0));
        let dip = |t: f64| (-t / (t * t + 2.0), (t * t - 2.0) / ((t * t + 2.0) * (t * t + 2.0)));
        let rise = |t: f64| (libm::exp(t) - 4.0 * t, libm::exp(t) - 4.0);
        /// First trial, place found, and how many places were evaluated.
        type Case = (f64, f64, u64);
        type Curve = fn(f64) -> (f64, f64);
        let known: [(Curve, [Case; 5]); 4] = [
            (square, [(1e-3, 1.0, 4), (0.1, 1.0, 2), (1.0, 1.0, 1), (10.0, 3.0, 2), (100.0, 3.0, 2)]),
            (
                dip,
                [
                    (1e-3, 0.823_049_306_085, 4),
                    (0.1, 0.822_303_296_454, 2),
                    (1.0, 1.0, 1),
                    (10.0, 10.0, 1),
                    (100.0, 100.0, 1),
                ],
            ),
            (
                rise,
                [
                    (1e-3, 1.0, 4),
                    (0.1, 1.0, 2),
                    (1.0, 1.0, 1),
                    (10.0, 1.445_875_918_28, 4),
                    (100.0, 1.630_305_915_09, 9),
                ],
            ),
            (quintic, [(1e-3, 1.596, 13), (0.1, 1.596, 10), (1.0, 1.596, 7), (10.0, 1.596, 9), (100.0, 1.596, 11)]),
        ];
        for (k, (curve, cases)) in known.into_iter().enumerate() {
            for (first, t, trials) in cases {
                let (_, point, asked) = found(curve, first);
                assert!((point.t - t).abs() < 1e-9, "curve {k} from {first}: {} and not {t}", point.t);
                assert_eq!(asked, trials, "curve {k} from {first}");
            }
        }
    }

    #[test]
    fn a_loss_that_is_no_number_ends_the_search() {
        assert!(found(|t| if t == 0.0 { (1.0, -1.0) } else { (f64::NAN, f64::NAN) }, 1.0).2 <= 27);
        let (_, point, _) = found(|t| if t < 0.5 { (-t, -1.0) } else { (f64::INFINITY, f64::INFINITY) }, 1.0);
        assert!(point.f.is_finite());
    }
}
