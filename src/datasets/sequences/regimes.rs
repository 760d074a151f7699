//! The regimes of a series, with the smallest possible error of each.

use super::SequenceData;
use crate::datasets::Targets;
use crate::readout::Readout;

/// The regime of each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Regimes {
    /// Names of the two regimes.
    pub names: [&'static str; 2],
    /// Their smallest possible mean squared errors, those of a forecaster who knows the regime.
    pub best: [f64; 2],
    /// The regime of each row's target.
    pub of: Vec<u8>,
}

impl Regimes {
    /// These rows, in this order.
    pub fn pick(&self, rows: &[usize]) -> Self {
        Self { of: rows.iter().map(|row| self.of[*row]).collect(), ..self.clone() }
    }

    /// The smallest possible mean squared error of a row.
    pub fn best_of(&self, row: usize) -> f64 {
        self.best[usize::from(self.of[row] != 0)]
    }
}

impl SequenceData {
    /// The root mean square error over each regime's rows, of forecasts standardised like the targets.
    pub fn regime_errors(&self, forecast: &[f64]) -> Vec<Readout> {
        let (Some(regimes), Targets::Values { values, scale, unit }) = (&self.regimes, &self.targets) else {
            return Vec::new();
        };
        let error = |regime: u8, label| {
            let (mut sum, mut count) = (0.0, 0);
            for ((forecast, value), _) in forecast.iter().zip(values).zip(&regimes.of).filter(|(_, of)| **of == regime)
            {
                sum += (forecast - value) * (forecast - value);
                count += 1;
            }
            (count > 0).then(|| Readout { label, value: (sum / f64::from(count)).sqrt() * scale, unit })
        };
        [error(0, regimes.names[0]), error(1, regimes.names[1])].into_iter().flatten().collect()
    }
}
