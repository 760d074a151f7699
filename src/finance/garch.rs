//! GARCH(1,1) (T. Bollerslev 1986) with zero mean, fitted by maximum likelihood, and the exponentially weighted variance of
//! RiskMetrics (J. P. Morgan 1996).

use std::f64::consts::TAU;

/// h_(t+1) = ω + α r_t² + β h_t
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Garch {
    /// ω, in squared units of the returns.
    pub omega: f64,
    /// α: the weight of a day's squared return in the next day's variance.
    pub alpha: f64,
    /// β: the share of a day's variance that persists.
    pub beta: f64,
}

/// RiskMetrics' decay for daily returns.
pub const LAMBDA: f64 = 0.94;

/// Number of days for the guess of the first variance.
const GUESSED_FROM: usize = 75;
/// Most iterations of the fit; about twenty are typical.
const PASSES: usize = 200;

/// Variances h_2 … h_(n+1), each forecast from the returns before it: h_(t+1) = λ h_t + (1 − λ) r_t², h_2 = r_1².
pub fn riskmetrics(returns: &[f64], lambda: f64) -> Vec<f64> {
    let mut h = None;
    let next = |r: &f64| {
        let before = h.unwrap_or(r * r);
        *h.insert(lambda * before + (1.0 - lambda) * r * r)
    };
    returns.iter().map(next).collect()
}

impl Garch {
    /// The maximum-likelihood model with normal returns, by damped Fisher scoring (K. Levenberg 1944) in unconstrained
    /// coordinates: ln ω, and the log-odds of α + β and of α / (α + β).
    pub fn fit(returns: &[f64]) -> Self {
        let guess = guess(returns);
        let mut at = [libm::log((0.02 * guess).max(f64::MIN_POSITIVE)), 3.9, -2.4];
        let (mut best, mut slope, mut curvature) = Self::of(at).scored(at, returns, guess);
        let mut damping = 1e-3;
        for _ in 0..PASSES {
            let step = solve(curvature, slope, damping);
            if step.iter().any(|s| !s.is_finite()) {
                break;
            }
            let continuation = [0, 1, 2].map(|k| (at[k] + step[k]).clamp(-30.0, 30.0));
            let (likelihood, next_slope, next_curvature) = Self::of(continuation).scored(continuation, returns, guess);
            let gain = likelihood - best;
            if gain >= 0.0 {
                (at, best, slope, curvature) = (continuation, likelihood, next_slope, next_curvature);
                damping = (damping * 0.1).max(1e-12);
                if gain <= 1e-13 * best.abs() {
                    break;
                }
            } else {
                damping *= 10.0;
                if damping > 1e12 {
                    break;
                }
            }
        }
        Self::of(at)
    }

    /// Log-likelihood of the returns, normal from day to day. The first variance is a weighted mean over the first 75
    /// days, with larger weights for earlier days.
    pub fn log_likelihood(&self, returns: &[f64]) -> f64 {
        let mut sum = 0.0;
        self.walk(returns, guess(returns), |r, h, _| sum -= 0.5 * (libm::log(TAU) + libm::log(h) + r * r / h));
        sum
    }

    /// Variances h_2 … h_(n+1), each forecast from the returns before it, and with decaying weight from the first 75
    /// (see [`Self::log_likelihood`]).
    pub fn forecasts(&self, returns: &[f64]) -> Vec<f64> {
        let mut all = Vec::with_capacity(returns.len());
        self.walk(returns, guess(returns), |r, h, _| all.push(self.omega + self.alpha * r * r + self.beta * h));
        all
    }

    /// From unconstrained coordinates.
    fn of([log_omega, of_sum, of_share]: [f64; 3]) -> Self {
        let (sum, share) = (odds(of_sum), odds(of_share));
        Self { omega: libm::exp(log_omega), alpha: sum * share, beta: sum * (1.0 - share) }
    }

    /// Calls `each` with every return, its variance, and the derivatives of the variance by ω, α, β.
    fn walk(&self, returns: &[f64], guess: f64, mut each: impl FnMut(f64, f64, [f64; 3])) {
        let mut h = self.omega + (self.alpha + self.beta) * guess;
        let mut slopes = [1.0, guess, guess];
        for r in returns {
            each(*r, h, slopes);
            slopes = [1.0 + self.beta * slopes[0], r * r + self.beta * slopes[1], h + self.beta * slopes[2]];
            h = self.omega + self.alpha * r * r + self.beta * h;
        }
    }

    /// Log-likelihood, its gradient and its Fisher information in unconstrained coordinates.
    fn scored(&self, at: [f64; 3], returns: &[f64], guess: f64) -> (f64, [f64; 3], [[f64; 3]; 3]) {
        let (sum, share) = (odds(at[1]), odds(at[2]));
        let (by_sum, by_share) = (sum * (1.0 - sum), share * (1.0 - share));
        let (mut likelihood, mut slope, mut curvature) = (0.0, [0.0; 3], [[0.0; 3]; 3]);
        self.walk(returns, guess, |r, h, [omega, alpha, beta]| {
            likelihood -= 0.5 * (libm::log(TAU) + libm::log(h) + r * r / h);
            let d = [
                self.omega * omega / h,
                by_sum * (share * alpha + (1.0 - share) * beta) / h,
                sum * by_share * (alpha - beta) / h,
            ];
            for k in 0..3 {
                slope[k] += 0.5 * (r * r / h - 1.0) * d[k];
                (0..3).for_each(|l| curvature[k][l] += 0.5 * d[k] * d[l]);
            }
        });
        (likelihood, slope, curvature)
    }
}

/// The probability with these log-odds.
fn odds(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// The variance before the first return.
fn guess(returns: &[f64]) -> f64 {
    let (mut weight, mut sum, mut weights) = (1.0, 0.0, 0.0);
    for r in returns.iter().take(GUESSED_FROM) {
        sum += weight * r * r;
        weights += weight;
        weight *= LAMBDA;
    }
    if weights > 0.0 { sum / weights } else { 0.0 }
}

/// Solves (A + damping · diag A) x = b by Cramer's rule.
fn solve(mut a: [[f64; 3]; 3], b: [f64; 3], damping: f64) -> [f64; 3] {
    (0..3).for_each(|k| a[k][k] = a[k][k] * (1.0 + damping) + f64::MIN_POSITIVE);
    let det = |m: [[f64; 3]; 3]| {
        let minor = |k: usize, l: usize| m[1][k] * m[2][l] - m[1][l] * m[2][k];
        m[0][0] * minor(1, 2) - m[0][1] * minor(0, 2) + m[0][2] * minor(0, 1)
    };
    let whole = det(a);
    [0, 1, 2].map(|column| {
        let mut replaced = a;
        (0..3).for_each(|row| replaced[row][column] = b[row]);
        det(replaced) / whole
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::market::{FILE, Market};
    use crate::math::random::{Purpose, Stream};
    use serde_json::Value;

    fn close(a: f64, b: &Value, tolerance: f64) {
        let b = b.as_f64().expect("a number");
        assert!((a - b).abs() <= tolerance * b.abs(), "{a} is not {b}");
    }

    /// The figures of the Python package `arch`, see tests/data/README.md.
    #[test]
    fn likelihood_fit_and_forecast_are_those_of_arch() {
        let known: Value = serde_json::from_str(include_str!("../../tests/data/garch.json")).expect("JSON");
        let returns = Market::read(Some(FILE.bytes)).expect("the file is whole").returns;
        let first = |case: &Value| &returns[..case["returns"].as_u64().expect("a count") as usize];
        for case in known["likelihoods"].as_array().expect("cases") {
            let [omega, alpha, beta] = [0, 1, 2].map(|k| case["parameters"][k].as_f64().expect("a number"));
            let (garch, r) = (Garch { omega, alpha, beta }, first(case));
            close(garch.log_likelihood(r), &case["log_likelihood"], 1e-9);
            close(garch.forecasts(r)[r.len() - 1], &case["next_variance"], 1e-9);
        }
        for case in known["fits"].as_array().expect("cases") {
            let r = first(case);
            let garch = Garch::fit(r);
            let likelihood = garch.log_likelihood(r);
            // Ours may be better, by the tolerance of arch's search.
            let theirs = case["log_likelihood"].as_f64().expect("a number");
            assert!(likelihood > theirs - 1e-6 && likelihood < theirs + 1e-2, "{likelihood} {theirs}");
            close(garch.omega, &case["omega"], 2e-3);
            close(garch.alpha, &case["alpha"], 2e-3);
            close(garch.beta, &case["beta"], 2e-3);
            close(garch.forecasts(r)[r.len() - 1], &case["next_variance"], 1e-3);
        }
    }

    #[test]
    fn the_model_that_drew_the_returns_is_found_again() {
        let truth = Garch { omega: 0.05, alpha: 0.1, beta: 0.85 };
        let mut random = Stream::new(1, Purpose::Data, 0);
        let mut h = truth.omega / (1.0 - truth.alpha - truth.beta);
        let draw = |_| {
            let r = h.sqrt() * random.normal();
            h = truth.omega + truth.alpha * r * r + truth.beta * h;
            r
        };
        let returns: Vec<f64> = (0..20_000).map(draw).collect();
        let found = Garch::fit(&returns);
        let errors = [found.omega - truth.omega, found.alpha - truth.alpha, found.beta - truth.beta];
        assert!(errors.iter().all(|d| d.abs() < 0.02), "{found:?}");
        assert!(found.log_likelihood(&returns) >= truth.log_likelihood(&returns));
    }

    #[test]
    fn a_fit_of_whatever_returns_is_a_model() {
        let wild: Vec<f64> = (0..40).map(|k| if k % 7 == 0 { 1e6 } else { 0.0 }).collect();
        for returns in [&[][..], &[0.0; 30], &[1.0], &wild] {
            let Garch { omega, alpha, beta } = Garch::fit(returns);
            assert!(omega > 0.0 && alpha >= 0.0 && beta >= 0.0 && alpha + beta <= 1.0, "{omega} {alpha} {beta}");
        }
    }

    #[test]
    fn riskmetrics_weighs_a_day_by_how_long_ago_it_was() {
        let h = riskmetrics(&[1.0, 0.0, 3.0], 0.9);
        let known = [1.0, 0.9, 0.81 + 0.9];
        assert!(h.iter().zip(known).all(|(a, b)| (a - b).abs() < 1e-12), "{h:?}");
    }
}
