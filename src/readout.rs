//! Metrics in the problem's own units: accuracy, prices, volatility points.

/// A metric in the problem's own units.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// Its name.
    pub label: &'static str,
    /// Its value.
    pub value: f64,
    /// Its unit; empty for a share or a pure number.
    pub unit: &'static str,
}
