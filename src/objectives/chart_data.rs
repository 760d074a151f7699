//! Data for charts that belong to one kind of problem.

use crate::datasets::quotes::Quotes;
use crate::datasets::sequences::{Regimes, Rule};
use crate::finance::svi::Svi;

/// Plain data of a problem's own chart.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartData {
    /// A fitted smile.
    Smile {
        /// The fit.
        smile: Svi<f64>,
        /// The quotes.
        quotes: Quotes,
    },
    /// A hedger and the delta hedge, in per cent of the asset's initial price.
    Hedge {
        /// Gains on each path.
        gains: Vec<f64>,
        /// The same of the delta hedge.
        baseline: Vec<f64>,
        /// Prices at half time.
        spot: Vec<f64>,
        /// Black and Scholes' delta there.
        delta: Vec<f64>,
        /// Holdings there, if it held the delta before.
        from_delta: Vec<f64>,
        /// The same if it held nothing.
        from_none: Vec<f64>,
        /// The same if it held one asset.
        from_all: Vec<f64>,
    },
    /// A trading policy.
    Policy {
        /// Prices.
        price: Vec<f64>,
        /// The probability of going long there, from a short and from a long position.
        p_long: [Vec<f64>; 2],
        /// The price above which the best policy is short, from either position.
        thresholds: [f64; 2],
    },
    /// A network's forecasts, day by day.
    Forecast {
        /// What is forecast: its id among the choices of the setting `forecast`, and its label.
        what: (&'static str, &'static str),
        /// Its unit.
        unit: &'static str,
        /// Time of each forecast, in years.
        year: Vec<f64>,
        /// The true values.
        truth: Vec<f64>,
        /// The network's forecasts, made the day before.
        forecast: Vec<f64>,
        /// Forecasts of simple rules.
        rules: Vec<Rule>,
        /// Whether these are test days.
        tested: bool,
    },
    /// Regimes of rows that are trained on in order.
    Regimes(Regimes),
    /// A network's prices of options at one volatility.
    Prices {
        /// Cells from left to right.
        columns: usize,
        /// Cells from bottom to top.
        rows: usize,
        /// Outer edges, ln(S/K).
        moneyness: [f64; 2],
        /// Outer edges, in years.
        maturity: [f64; 2],
        /// The volatility.
        volatility: f64,
        /// Network minus truth in per cent of the strike, bottom row first.
        price_error: Vec<f64>,
        /// The same in volatility points; NaN if no volatility gives the network's price.
        volatility_error: Vec<f64>,
    },
}

impl ChartData {
    /// Whether every step simulates new paths.
    pub fn is_simulated(&self) -> bool {
        matches!(self, Self::Hedge { .. } | Self::Policy { .. })
    }
}
