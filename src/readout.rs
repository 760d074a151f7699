//! What a run comes to in the problem's own units: accuracy, prices, volatility points.

/// A figure in the problem's own units.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// What it is.
    pub label: &'static str,
    /// How much.
    pub value: f64,
    /// In which unit; empty for a share or a pure number.
    pub unit: &'static str,
}
