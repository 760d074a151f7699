//! Evidence: how far steps move the parameters.

use super::Window;
use crate::run::RunView;
use crate::run::history::Row;

/// How far steps move the parameters, as shares of their size. Of several layers, the one that moves most.
pub struct Motion {
    /// Median of the window.
    pub now: f64,
    /// The largest step so far, if the run has made one.
    pub largest: Option<Jump>,
}

/// One large step.
#[derive(Clone, Copy, Debug)]
pub struct Jump {
    /// The step whose update it was.
    pub step: u64,
    /// The size of the update, as a share of the parameters.
    pub moved: f64,
    /// The gradient norm there, before clipping.
    pub grad_norm: f64,
    /// The same over the median gradient norm of the steps before it.
    pub norm_times: f64,
    /// Its size over the median size of the updates before it.
    pub times: f64,
    /// The loss at the step, or the median of the recorded steps just before it if that is lower.
    pub before: f64,
    /// The median loss of the steps after it.
    pub after: f64,
}

/// At most this many recorded steps are searched.
const ROWS: usize = 1024;
/// Steps before a jump whose loss is its level before.
const BEFORE: usize = 4;

impl Motion {
    /// Reads the run.
    pub fn of(run: &dyn RunView, window: &Window) -> Self {
        let rows: Vec<Row> = run.history().sample(run.frame().step, ROWS).collect();
        Self { now: window.median(moved), largest: largest(&rows) }
    }
}

/// The largest update of a step, as a share of the parameters; NaN if none followed.
fn moved(row: &Row) -> f64 {
    row.layers().filter_map(|layer| layer.update_ratio).fold(f64::NAN, f64::max)
}

fn largest(rows: &[Row]) -> Option<Jump> {
    let sizes: Vec<f64> = rows.iter().map(moved).collect();
    let at = (0..rows.len()).filter(|k| sizes[*k].is_finite()).max_by(|a, b| sizes[*a].total_cmp(&sizes[*b]))?;
    let median = |mut values: Vec<f64>| {
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let usual = median(sizes[..at].to_vec()).or_else(|| median(sizes[at + 1..].to_vec()))?;
    let norms = |rows: &[Row]| rows.iter().map(Row::grad_norm).collect::<Vec<f64>>();
    let usual_norm = median(norms(&rows[..at])).or_else(|| median(norms(&rows[at + 1..])))?;
    let losses = |rows: &[Row]| rows.iter().map(Row::loss).collect::<Vec<f64>>();
    Some(Jump {
        step: rows[at].step(),
        moved: sizes[at],
        grad_norm: rows[at].grad_norm(),
        norm_times: rows[at].grad_norm() / usual_norm.max(f64::MIN_POSITIVE),
        times: sizes[at] / usual.max(f64::MIN_POSITIVE),
        before: median(losses(&rows[(at + 1).saturating_sub(BEFORE)..=at]))?.min(rows[at].loss()),
        after: median(losses(&rows[at + 1..]))?,
    })
}
