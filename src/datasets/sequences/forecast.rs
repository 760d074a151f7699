//! Data to compare a network's forecasts with: dates, and forecasts of simple rules.

use super::SequenceData;
use crate::datasets::Targets;
use crate::readout::Readout;

/// Dates and baseline forecasts, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastInfo {
    /// What is forecast: its id among the choices of the setting `forecast`, and its label.
    pub what: (&'static str, &'static str),
    /// The value of an output of 0, in the unit of [`crate::datasets::Targets::Values`].
    pub mean: f64,
    /// Time of each forecast, in years.
    pub year: Vec<f64>,
    /// Forecasts of simple rules, in the same unit.
    pub rules: Vec<Rule>,
}

/// A baseline forecast without a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Its forecasts.
    pub forecast: Vec<f64>,
}

impl ForecastInfo {
    /// These rows, in this order.
    pub fn pick(&self, rows: &[usize]) -> Self {
        let picked = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        let rules = self.rules.iter().map(|rule| Rule { name: rule.name, forecast: picked(&rule.forecast) }).collect();
        Self { what: self.what, mean: self.mean, year: picked(&self.year), rules }
    }
}

impl SequenceData {
    /// The targets in their own unit; empty if they are not forecasts.
    pub fn truth(&self) -> Vec<f64> {
        match (&self.forecast_info, &self.targets) {
            (Some(ForecastInfo { mean, .. }), Targets::Values { values, scale, .. }) => {
                values.iter().map(|value| mean + scale * value).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Root mean square errors of the rules.
    pub fn rule_errors(&self) -> Vec<Readout> {
        let (Some(forecast_info), Targets::Values { unit, .. }) = (&self.forecast_info, &self.targets) else {
            return Vec::new();
        };
        let truth = self.truth();
        let error = |rule: &Rule| {
            let squares: f64 =
                rule.forecast.iter().zip(&truth).map(|(forecast, truth)| (forecast - truth) * (forecast - truth)).sum();
            Readout { label: rule.name, value: (squares / truth.len() as f64).sqrt(), unit }
        };
        forecast_info.rules.iter().map(error).collect()
    }
}
