//! Prices and sensitivities of European options (F. Black, M. Scholes 1973; with a dividend yield: R. C. Merton 1973).

use super::normal::{density, distribution};

/// A European option on an asset with log-normal prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contract {
    /// Price of the asset today, in money.
    pub spot: f64,
    /// Price at which it may be bought (call) or sold (put), in money.
    pub strike: f64,
    /// Time left, in years.
    pub maturity: f64,
    /// Interest rate per year, continuously compounded.
    pub rate: f64,
    /// Dividend yield per year, continuously compounded.
    pub dividend: f64,
    /// Volatility per year, 1 for 100 %.
    pub volatility: f64,
}

/// Sensitivities of a price, per year and per 1 (not per cent) of rate and volatility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Greeks {
    /// ∂call/∂spot and ∂put/∂spot
    pub delta: [f64; 2],
    /// ∂²price/∂spot²
    pub gamma: f64,
    /// ∂price/∂volatility
    pub vega: f64,
    /// −∂call/∂maturity and −∂put/∂maturity
    pub theta: [f64; 2],
    /// ∂call/∂rate and ∂put/∂rate
    pub rho: [f64; 2],
    /// ∂²price/∂spot ∂volatility
    pub vanna: f64,
    /// ∂²price/∂volatility²
    pub volga: f64,
}

impl Contract {
    /// An option without interest and dividends.
    pub fn without_rates(spot: f64, strike: f64, maturity: f64, volatility: f64) -> Self {
        Self { spot, strike, maturity, rate: 0.0, dividend: 0.0, volatility }
    }

    /// d₁ = (ln(S/K) + (r − q + σ²/2) T) / (σ√T) and d₂ = d₁ − σ√T.
    pub fn d(&self) -> (f64, f64) {
        let Self { spot, strike, maturity, rate, dividend, volatility } = *self;
        let width = volatility * maturity.sqrt();
        let drift = (rate - dividend + 0.5 * volatility * volatility) * maturity;
        let d1 = (libm::log(spot / strike) + drift) / width;
        (d1, d1 - width)
    }

    /// e^(−qT) and e^(−rT).
    fn discounts(&self) -> (f64, f64) {
        (libm::exp(-self.dividend * self.maturity), libm::exp(-self.rate * self.maturity))
    }

    /// Price of the call, S e^(−qT) Φ(d₁) − K e^(−rT) Φ(d₂); the payoff if no time or volatility is left.
    pub fn call(&self) -> f64 {
        let (asset, money) = self.discounts();
        let (asset, money) = (self.spot * asset, self.strike * money);
        if !self.is_risky() {
            return (asset - money).max(0.0);
        }
        let (d1, d2) = self.d();
        asset * distribution(d1) - money * distribution(d2)
    }

    /// Price of the put, K e^(−rT) Φ(−d₂) − S e^(−qT) Φ(−d₁).
    pub fn put(&self) -> f64 {
        let (asset, money) = self.discounts();
        let (asset, money) = (self.spot * asset, self.strike * money);
        if !self.is_risky() {
            return (money - asset).max(0.0);
        }
        let (d1, d2) = self.d();
        money * distribution(-d2) - asset * distribution(-d1)
    }

    /// The call's delta, e^(−qT) Φ(d₁); 0 or 1 if no time or volatility is left.
    pub fn delta(&self) -> f64 {
        let (asset, money) = self.discounts();
        match self.is_risky() {
            true => asset * distribution(self.d().0),
            false => f64::from(u8::from(self.spot * asset > self.strike * money)),
        }
    }

    /// All sensitivities, for an option with time and volatility left.
    pub fn greeks(&self) -> Greeks {
        let Self { spot: s, strike: k, maturity: t, rate: r, dividend: q, volatility } = *self;
        let ((asset, money), (d1, d2), root) = (self.discounts(), self.d(), t.sqrt());
        let bell = asset * density(d1);
        let decay = -s * bell * volatility / (2.0 * root);
        let (up1, up2) = (distribution(d1), distribution(d2));
        let (down1, down2) = (distribution(-d1), distribution(-d2));
        Greeks {
            delta: [asset * up1, -asset * down1],
            gamma: bell / (s * volatility * root),
            vega: s * bell * root,
            theta: [
                decay - r * k * money * up2 + q * s * asset * up1,
                decay + r * k * money * down2 - q * s * asset * down1,
            ],
            rho: [k * t * money * up2, -k * t * money * down2],
            vanna: -bell * d2 / volatility,
            volga: s * bell * root * d1 * d2 / volatility,
        }
    }

    fn is_risky(&self) -> bool {
        self.volatility * self.maturity.sqrt() > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HULL: Contract =
        Contract { spot: 42.0, strike: 40.0, maturity: 0.5, rate: 0.1, dividend: 0.0, volatility: 0.2 };

    #[test]
    fn hulls_example_has_its_published_prices() {
        assert!((HULL.call() - 4.76).abs() < 0.005 && (HULL.put() - 0.81).abs() < 0.005);
    }

    #[test]
    fn a_call_less_a_put_is_a_forward() {
        for (strike, maturity, volatility) in [(40.0, 0.5, 0.2), (90.0, 2.0, 0.6), (20.0, 0.01, 0.05)] {
            let option = Contract { strike, maturity, volatility, dividend: 0.03, ..HULL };
            let forward = 42.0 * libm::exp(-0.03 * maturity) - strike * libm::exp(-0.1 * maturity);
            assert!((option.call() - option.put() - forward).abs() < 1e-13 * 42.0);
        }
    }

    #[test]
    fn without_time_or_risk_an_option_is_worth_what_it_pays() {
        for option in [Contract { maturity: 0.0, ..HULL }, Contract { volatility: 0.0, rate: 0.0, ..HULL }] {
            assert_eq!((option.call(), option.put(), option.delta()), (2.0, 0.0, 1.0));
        }
    }
}
