//! The steps that a verdict looks at: the last half of the run.

use crate::run::RunView;
use crate::run::history::Row;

/// A window has at least this many steps, if the run has.
const LEAST: u64 = 16;
/// About this many rows of it are read.
const ROWS: usize = 256;

/// The last half of a run.
pub struct Window<'a> {
    rows: Vec<Row<'a>>,
}

impl<'a> Window<'a> {
    /// Of the run, up to its present step.
    pub fn of(run: &'a dyn RunView) -> Self {
        let step = run.frame().step;
        let length = (step / 2).max(LEAST).min(step);
        let (from, total) = (step - length, 2 * ROWS);
        // Losses that are not finite belong to a diverged step, or to none.
        let rows = run.history().sample(step, total).filter(|row| row.step() >= from && row.loss().is_finite());
        Self { rows: rows.collect() }
    }

    /// Its rows, oldest first.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'a>> + Clone {
        self.rows.iter()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Steps from its first to its last row.
    pub fn steps(&self) -> u64 {
        match (self.rows.first(), self.rows.last()) {
            (Some(first), Some(last)) => last.step() - first.step(),
            _ => 0,
        }
    }

    /// The median of a quantity over the rows; NaN without any.
    pub fn median(&self, of: impl Fn(&Row<'a>) -> f64) -> f64 {
        let mut values: Vec<f64> = self.rows.iter().map(of).filter(|value| !value.is_nan()).collect();
        values.sort_by(f64::total_cmp);
        if values.is_empty() { f64::NAN } else { values[values.len() / 2] }
    }
}
