//! Long sequences of learning rates, and of the momentum if a schedule sets it.

use super::{Rows, read};
use crate::reference::case::Schedule;
use crate::reference::check::Check;
use crate::reference::outcome::Coverage;
use crate::reference::training;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    lr: f64,
    steps: u64,
    schedule: Schedule,
    /// The losses that a plateau observes after each step.
    metric: Option<Vec<f64>>,
    lr_at_step: Vec<f64>,
    momentum_at_step: Option<Vec<f64>>,
}

/// Relative, as the vectors' README suggests.
const TOLERANCE: f64 = 1e-12;

pub fn compare(file: &Path) -> Result<Coverage, String> {
    let table: Rows<Row> = read(file)?;
    let mut check = Check::new("f64", TOLERANCE)?;
    for (k, row) in table.rows.iter().enumerate() {
        let schedule = training::schedule(Some(&row.schedule));
        if matches!(row.schedule, Schedule::Plateau { .. }) != row.metric.is_some() {
            return Err(format!("row {k}: a metric is there for a plateau, and for nothing else"));
        }
        let metric = row.metric.iter().flatten().copied().map(Some).chain(std::iter::repeat(None));
        let (mut lr, mut momentum, mut memory) = (Vec::new(), Vec::new(), Vec::new());
        for (step, metric) in (0..row.steps).zip(metric) {
            lr.push(schedule.lr(row.lr, step, &memory));
            momentum.extend(schedule.momentum(step));
            if let Some(metric) = metric {
                schedule.observe(row.lr, metric, &mut memory);
            }
        }
        check.series(&format!("row {k}, lr_at_step"), &lr, &row.lr_at_step)?;
        let expected = row.momentum_at_step.as_deref().unwrap_or_default();
        check.series(&format!("row {k}, momentum_at_step"), &momentum, expected)?;
    }
    Ok(Coverage { covered: table.rows.len(), missing: Vec::new() })
}
