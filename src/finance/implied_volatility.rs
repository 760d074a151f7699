//! The volatility at which Black's formula gives a price (F. Black 1976).

use super::black_scholes::Contract;
use super::normal::density;

/// Most iterations; a dozen are many.
const MOST: usize = 200;

/// The volatility of an option on a forward, from its undiscounted price. `None` if no volatility gives that price: at
/// or below the intrinsic value, or at or above the forward (call) or the strike (put).
///
/// Newton's method on the logarithm of the out-of-the-money price as a function of s = σ√T. The function is increasing
/// and concave, so from below it never overshoots, and prices of 10⁻³⁰⁰ are no harder than others.
pub fn implied_volatility(price: f64, forward: f64, strike: f64, maturity: f64, is_call: bool) -> Option<f64> {
    let sane = [forward, strike, maturity].iter().all(|x| x.is_finite() && *x > 0.0);
    if !sane || !price.is_finite() {
        return None;
    }
    // Use parity to get the out-of-the-money option, whose upper bound is the smaller of the two.
    let at_once = if is_call { forward - strike } else { strike - forward };
    let out = price - at_once.max(0.0);
    let call = strike >= forward;
    if !(out > 0.0 && out < forward.min(strike)) {
        return None;
    }
    let value = |s: f64| {
        let contract = Contract::without_rates(forward, strike, 1.0, s);
        let price = if call { contract.call() } else { contract.put() };
        (price, forward * density(contract.d().0))
    };
    let want = libm::log(out);
    let distance = libm::log(strike / forward).abs();
    // Start at the inflection point of the price, s = √(2|ln K/F|) (M. Manaster, G. Koehler 1982).
    let mut s = (2.0 * distance).sqrt().max(1e-3);
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    for _ in 0..MOST {
        let (price, vega) = value(s);
        let miss = libm::log(price) - want;
        if price > 0.0 && miss == 0.0 {
            break;
        }
        if price <= 0.0 || miss < 0.0 {
            low = s;
        } else {
            high = s;
        }
        let newton = s - miss * price / vega;
        let inside = newton.is_finite() && newton > low && newton < high;
        let next = match inside {
            true => newton,
            false if high.is_finite() => 0.5 * (low + high),
            false => 2.0 * s,
        };
        let done = (next - s).abs() <= 4.0 * f64::EPSILON * s;
        s = next;
        if done {
            break;
        }
    }
    Some(s / maturity.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_gives_its_volatility_back_wherever_it_depends_on_it() {
        for strike in [0.2, 0.5, 0.9, 0.999, 1.0, 1.001, 1.3, 3.0] {
            for maturity in [0.003, 0.1, 1.0, 10.0] {
                for volatility in [0.01, 0.05, 0.2, 0.6, 1.5, 3.0] {
                    let contract = Contract::without_rates(1.0, strike, maturity, volatility);
                    let call = strike >= 1.0;
                    let price = if call { contract.call() } else { contract.put() };
                    let vega = contract.greeks().vega;
                    if !(price > 1e-290 && price < 1.0_f64.min(strike) * (1.0 - 1e-6)) {
                        continue;
                    }
                    let got = implied_volatility(price, 1.0, strike, maturity, call).expect("there is one");
                    // Φ loses digits in the tail, where the rounding of its argument is amplified by its square.
                    let (d1, d2) = contract.d();
                    let terms = super::super::normal::distribution(if call { d1 } else { -d2 });
                    let known = 4.0 * f64::EPSILON * (terms * (2.0 + d1 * d1) + price) / vega;
                    let allowed = known + 1e-13 * volatility;
                    assert!((got - volatility).abs() <= allowed, "{strike} {maturity} {volatility}: {got} {allowed:e}");
                }
            }
        }
    }

    #[test]
    fn in_the_money_prices_are_understood_by_parity() {
        let contract = Contract::without_rates(100.0, 80.0, 0.7, 0.3);
        let got = implied_volatility(contract.call(), 100.0, 80.0, 0.7, true).expect("there is one");
        assert!((got - 0.3).abs() < 1e-12);
    }

    #[test]
    fn a_price_that_no_volatility_gives_has_none() {
        for price in [f64::NAN, -1.0, 0.0, 19.0, 20.0, 100.0, 101.0, f64::INFINITY] {
            assert_eq!(implied_volatility(price, 100.0, 80.0, 1.0, true), None, "{price}");
        }
        assert_eq!(implied_volatility(1.0, 0.0, 80.0, 1.0, true), None);
        assert_eq!(implied_volatility(1.0, 100.0, 100.0, 0.0, false), None);
    }
}
