//! Evidence: how far steps move the parameters.

use super::Window;
use crate::autopsy::{Jump, Passed};
use crate::run::RunView;
use crate::run::history::Row;

/// How far steps move the parameters, as shares of their size. Of several layers, the one that moves most.
pub struct Motion {
    /// Median of the window.
    pub now: f64,
    /// Whether no step of the window moves anything.
    pub is_zero: bool,
    /// The largest step so far, if the run has made one.
    pub largest: Option<Jump>,
}

impl Motion {
    /// Reads the run.
    pub fn of(run: &dyn RunView, window: &Window) -> Self {
        let rows = run.history().rows_and_far(run.frame().step);
        let passed =
            |row: &Row| Passed { step: row.step(), loss: row.loss(), grad_norm: row.grad_norm(), moved: row.moved() };
        let passed: Vec<Passed> = rows.iter().map(passed).collect();
        let is_zero = !window.is_empty() && window.rows().all(|row| row.moved() == 0.0);
        Self { now: window.median(Row::moved), is_zero, largest: Jump::largest(&passed) }
    }
}
