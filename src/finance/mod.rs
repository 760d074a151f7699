//! Quantitative finance in closed form: what the market problems are made of and compared with.

pub mod black_scholes;
pub mod garch;
pub mod implied_volatility;
pub mod normal;
pub mod reversion;
pub mod risk;
pub mod svi;
