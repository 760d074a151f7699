//! What a problem shows of itself beyond losses and gradients: plain data for the chart that is its own.

use crate::datasets::quotes::Quotes;
use crate::datasets::sequences::{Regimes, Rule};
use crate::finance::svi::Svi;

/// A problem as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartData {
    /// A smile and the quotes it is fitted to.
    Smile {
        /// The fit.
        smile: Svi<f64>,
        /// The market.
        quotes: Quotes,
    },
    /// A hedger and the delta hedge, in per cent of the asset's first price.
    Hedge {
        /// What is left of each path.
        gains: Vec<f64>,
        /// The same of the delta hedge.
        baseline: Vec<f64>,
        /// Prices at half time.
        spot: Vec<f64>,
        /// Black and Scholes' delta there.
        delta: Vec<f64>,
        /// What the hedger holds there, having held the delta.
        from_delta: Vec<f64>,
        /// The same, having held nothing.
        from_none: Vec<f64>,
        /// The same, having held one asset.
        from_all: Vec<f64>,
    },
    /// An agent that is long or short.
    Policy {
        /// Prices.
        price: Vec<f64>,
        /// The probability of being long there, having been short, and having been long.
        p_long: [Vec<f64>; 2],
        /// The price above which the best policy is short, likewise.
        thresholds: [f64; 2],
    },
    /// A network's forecasts, day by day.
    Forecast {
        /// What is forecast: its id among the choices of the setting `forecast`, and its label.
        what: (&'static str, &'static str),
        /// Its unit.
        unit: &'static str,
        /// When it is that is forecast, in years.
        year: Vec<f64>,
        /// What came.
        truth: Vec<f64>,
        /// What the network said the day before.
        forecast: Vec<f64>,
        /// What simple rules said then.
        rules: Vec<Rule>,
        /// Whether these are days that the network was not trained on.
        tested: bool,
    },
    /// Regimes of the rows, which are seen in their order.
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
        /// Network less truth in per cent of the strike, bottom row first.
        price_error: Vec<f64>,
        /// The same in volatility points; not a number where no volatility gives the network's price.
        volatility_error: Vec<f64>,
    },
}

impl ChartData {
    /// Whether every step simulates anew.
    pub fn is_simulated(&self) -> bool {
        matches!(self, Self::Hedge { .. } | Self::Policy { .. })
    }
}
