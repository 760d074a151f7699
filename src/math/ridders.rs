//! The numerical derivative of a function, with an error estimate.
//!
//! A difference quotient has rounding and truncation errors. C. J. F. Ridders ("Accurate computation of F′(x) and
//! F′(x)F″(x)", Advances in Engineering Software 4, 1982) takes central differences with decreasing steps, extrapolates
//! them to step 0 and estimates the error by comparing extrapolations.

/// The usual first step.
pub const FIRST_STEP: f64 = 0.1;
const STEPS: usize = 8;
/// Rounding error of a sum over many examples, in units of f64's last place.
const ROUNDING: f64 = 8.0;
/// Allowed amplification of that error by many layers and extrapolations.
const AMPLIFIED: f64 = 64.0;
/// Relative uncertainty that is small enough to stop.
const ENOUGH: f64 = 1e-8;

/// A derivative in progress, from one pair of evaluations at a time.
#[derive(Clone, Debug)]
pub struct Ridders {
    table: [[f64; STEPS]; STEPS],
    taken: usize,
    step: f64,
    /// The best extrapolation so far.
    pub best: f64,
    /// Its error estimate; infinite before the second pair.
    pub uncertainty: f64,
    /// Whether the error comes from rounding rather than from higher derivatives.
    pub rounded: bool,
}

impl Ridders {
    /// Begins with the step `first`; each further one is half of the last.
    pub fn starting_with(first: f64) -> Self {
        let table = [[0.0; STEPS]; STEPS];
        Self { table, taken: 0, step: first, best: 0.0, uncertainty: f64::INFINITY, rounded: false }
    }

    /// The next step h, for evaluations at x + h and x − h.
    pub fn step(&self) -> f64 {
        self.step
    }

    /// Takes the values at x + h and x − h. Returns whether another pair is needed.
    pub fn take(&mut self, plus: f64, minus: f64) -> bool {
        let (i, h, table) = (self.taken, self.step, &mut self.table);
        table[0][i] = (plus - minus) / (2.0 * h);
        let rounded = ROUNDING * f64::EPSILON * plus.abs().max(minus.abs()) / h;
        let mut factor = 4.0;
        for j in 1..=i {
            table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1.0);
            factor *= 4.0;
            let gap = (table[j][i] - table[j - 1][i]).abs().max((table[j][i] - table[j - 1][i - 1]).abs());
            if gap.max(rounded) <= self.uncertainty {
                (self.best, self.uncertainty) = (table[j][i], gap.max(rounded));
                self.rounded = gap <= AMPLIFIED * rounded;
            }
        }
        // If a higher order is much worse than the best, rounding dominates.
        let worse = i > 0
            && (table[i][i] - table[i - 1][i - 1]).abs() >= 2.0 * self.uncertainty
            && self.uncertainty.is_finite();
        self.taken += 1;
        self.step *= 0.5;
        self.taken < STEPS && self.uncertainty > ENOUGH * self.best.abs() && !worse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derivative(f: impl Fn(f64) -> f64, x: f64) -> Ridders {
        let mut ridders = Ridders::starting_with(FIRST_STEP);
        while ridders.take(f(x + ridders.step()), f(x - ridders.step())) {}
        ridders
    }

    #[test]
    fn a_smooth_slope_is_found_within_its_own_uncertainty() {
        let found = derivative(libm::exp, 1.0);
        let error = (found.best - std::f64::consts::E).abs();
        assert!(error <= found.uncertainty && found.uncertainty < 1e-7, "{found:?}");
    }

    #[test]
    fn a_kink_is_told_from_a_slope_below_the_rounding() {
        let kink = derivative(|x| (x - 1e-3).max(0.0), 0.0);
        assert!(kink.uncertainty > 1e-2 * kink.best.abs() && !kink.rounded, "{kink:?}");
        let small = derivative(|x| 1.0 + 1e-13 * x, 0.0);
        assert!(small.uncertainty > 1e-2 * small.best.abs() && small.rounded, "{small:?}");
    }
}
