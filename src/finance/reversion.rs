//! A mean-reverting market, and the optimal trading policy by dynamic programming (R. Bellman 1957).
//!
//! The price x follows an Ornstein-Uhlenbeck process with mean 0 and standard deviation 1, x' = φ x + √(1 − φ²) z. In
//! each step, the position a is long or short by 1 and gains a (x' − x), minus the cost of a change of position.

use super::normal::density;

/// The grid of prices: from −[`REACH`] to [`REACH`].
const REACH: f64 = 6.0;
const PLACES: usize = 241;
/// Quadrature points of a normal expectation, from −5 to 5.
const DRAWS: usize = 31;

/// The market.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reversion {
    /// The share of the distance to the mean that a step closes, 1 − φ.
    pub pull: f64,
    /// Cost of a change of position by 1.
    pub cost: f64,
    /// Steps of an episode.
    pub length: usize,
}

/// Values of the states, step by step.
#[derive(Clone, Debug)]
pub struct Values {
    market: Reversion,
    /// [length + 1][position before: short, long][place]
    values: Vec<[Vec<f64>; 2]>,
}

/// −1 for short, 1 for long.
pub fn position(long: bool) -> f64 {
    if long { 1.0 } else { -1.0 }
}

impl Reversion {
    /// Standard deviation of a step's innovation.
    pub fn innovation_std(&self) -> f64 {
        let stay = 1.0 - self.pull;
        (1.0 - stay * stay).max(0.0).sqrt()
    }

    /// The next price.
    pub fn next(&self, x: f64, z: f64) -> f64 {
        (1.0 - self.pull) * x + self.innovation_std() * z
    }

    /// Cost of going from one position to another.
    pub fn trading_cost(&self, before: bool, long: bool) -> f64 {
        if before == long { 0.0 } else { 2.0 * self.cost }
    }

    /// Values under a policy that is long with probability `policy(x, long before)`; under the best policy for `None`.
    pub fn values(&self, policy: Option<&dyn Fn(f64, bool) -> f64>) -> Values {
        let zero = || [vec![0.0; PLACES], vec![0.0; PLACES]];
        let mut out = Values { market: *self, values: (0..=self.length).map(|_| zero()).collect() };
        for step in (0..self.length).rev() {
            let mut now = zero();
            for n in 0..PLACES {
                let x = place(n);
                let worth = [false, true].map(|long| out.continuation(step, x, long));
                for before in [false, true] {
                    let [short, long] = [false, true].map(|to| worth[usize::from(to)] - self.trading_cost(before, to));
                    now[usize::from(before)][n] = match policy {
                        None => short.max(long),
                        Some(policy) => {
                            let p = policy(x, before);
                            p * long + (1.0 - p) * short
                        }
                    };
                }
            }
            out.values[step] = now;
        }
        out
    }
}

impl Values {
    /// Value of a state at a step.
    pub fn at(&self, step: usize, x: f64, long_before: bool) -> f64 {
        let place = ((x + REACH) / (2.0 * REACH) * (PLACES - 1) as f64).clamp(0.0, (PLACES - 1) as f64);
        let low = (place as usize).min(PLACES - 2);
        let values = &self.values[step][usize::from(long_before)];
        values[low] + (place - low as f64) * (values[low + 1] - values[low])
    }

    /// Value of a position at a step, before its cost.
    fn continuation(&self, step: usize, x: f64, long: bool) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for k in 0..DRAWS {
            let z = 10.0 * k as f64 / (DRAWS - 1) as f64 - 5.0;
            let weight = density(z);
            sum += weight * self.at(step + 1, self.market.next(x, z), long);
            total += weight;
        }
        -position(long) * self.market.pull * x + sum / total
    }

    /// The price above which the best policy goes short at a step.
    pub fn threshold(&self, step: usize, long_before: bool) -> f64 {
        let gain = |x: f64| {
            let worth = |long| self.continuation(step, x, long) - self.market.trading_cost(long_before, long);
            worth(true) - worth(false)
        };
        let (mut low, mut high) = (-REACH, REACH);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if gain(middle) > 0.0 { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

fn place(n: usize) -> f64 {
    REACH * (2.0 * n as f64 / (PLACES - 1) as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_costs_one_is_short_above_the_mean_and_gains_what_it_pulls_back() {
        let market = Reversion { pull: 0.2, cost: 0.0, length: 5 };
        let values = market.values(None);
        for before in [false, true] {
            assert!(values.threshold(2, before).abs() < 1e-6);
        }
        // The last step from x: pull · |x|, exactly.
        assert!((values.at(4, 1.5, true) - 0.3).abs() < 1e-9);
    }

    #[test]
    fn with_costs_a_position_is_kept_across_a_band_and_the_best_policy_is_the_best() {
        let market = Reversion { pull: 0.2, cost: 0.1, length: 20 };
        let best = market.values(None);
        let [keep_short, keep_long] = [false, true].map(|before| best.threshold(5, before));
        assert!(keep_short < -0.05 && keep_long > 0.05 && (keep_short + keep_long).abs() < 1e-6);
        for shift in [-0.3, 0.0, 0.3] {
            let other = market.values(Some(&|x, before| {
                f64::from(u8::from(x < shift + if before { keep_long } else { keep_short }))
            }));
            assert!(other.at(0, 0.7, true) <= best.at(0, 0.7, true) + 1e-9, "{shift}");
        }
    }
}
