//! Quantitative finance: models and exact solutions for the market problems.

pub mod black_scholes;
pub mod garch;
pub mod implied_volatility;
pub mod normal;
pub mod reversion;
pub mod risk;
pub mod svi;
