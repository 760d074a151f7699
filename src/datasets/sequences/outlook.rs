//! What a network's forecasts are drawn beside: when the days were, and what simple rules say of them.

use super::SequenceData;
use crate::datasets::Targets;
use crate::readout::Readout;

/// Row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// What is forecast: its id among the choices of the setting `forecast`, and its label.
    pub what: (&'static str, &'static str),
    /// What an answer of 0 is, in the unit of [`crate::datasets::Targets::Values`].
    pub mean: f64,
    /// When it is that is forecast, in years.
    pub year: Vec<f64>,
    /// What simple rules forecast, in the same unit.
    pub rules: Vec<Rule>,
}

/// A rule that needs no network.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Its forecasts.
    pub says: Vec<f64>,
}

impl Outlook {
    /// These rows, in this order.
    pub fn pick(&self, rows: &[usize]) -> Self {
        let picked = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        let rules = self.rules.iter().map(|rule| Rule { name: rule.name, says: picked(&rule.says) }).collect();
        Self { what: self.what, mean: self.mean, year: picked(&self.year), rules }
    }
}

impl SequenceData {
    /// What is asked for, in its own unit; empty where nothing is forecast.
    pub fn truth(&self) -> Vec<f64> {
        match (&self.outlook, &self.asked) {
            (Some(Outlook { mean, .. }), Targets::Values { values, scale, .. }) => {
                values.iter().map(|value| mean + scale * value).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Root mean square errors of the rules.
    pub fn rules_errors(&self) -> Vec<Readout> {
        let (Some(outlook), Targets::Values { unit, .. }) = (&self.outlook, &self.asked) else { return Vec::new() };
        let truth = self.truth();
        let error = |rule: &Rule| {
            let squares: f64 = rule.says.iter().zip(&truth).map(|(says, truth)| (says - truth) * (says - truth)).sum();
            Readout { label: rule.name, value: (squares / truth.len() as f64).sqrt(), unit }
        };
        outlook.rules.iter().map(error).collect()
    }
}
