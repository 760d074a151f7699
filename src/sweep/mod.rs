//! A sweep: the same run for every combination of a few values of one or two settings, repeated over seeds.
//!
//! A [`Plan`] says which runs there are. Each is a [`Cell`], and [`compute`] turns a cell into its [`Row`] without looking
//! at any other cell. So cells can be computed in any order, on any number of threads or workers, with the same bits. Files
//! and threads are the caller's.

pub mod axis;
mod places;
mod plan;
mod quantity;
pub mod ready;
mod row;
mod theory;

pub mod picture;

pub use axis::Axis;
pub use plan::{Cell, MOST_RUNS, Plan};
pub use quantity::{QUANTITIES, Quantity};
pub use row::{Ended, Row};

use crate::branch;
use crate::diagnosis::diagnose;
use crate::run::{AnyRun, Frame, Status};
use crate::schema::Family;

/// The families of ready sweeps and of what a picture can show.
pub fn families() -> [Family; 2] {
    [ready::family(), Family { id: "quantities", key: "", items: QUANTITIES }]
}

/// The row of a cell. `file` is the data file of the cell's settings.
///
/// # Errors
///
/// Says what is wrong with the settings or the data file.
pub fn compute(cell: &Cell, file: Option<&[u8]>) -> Result<Row, String> {
    let mut run = AnyRun::new(&cell.settings, file)?;
    let reached = match cell.until {
        Some(until) => first_step(&mut run, cell.steps, until),
        None => {
            run.step(cell.steps);
            None
        }
    };
    let frame = run.frame();
    let diverged = frame.status != Status::Running;
    let shown = |value: f64| Some(Frame::shown(value, run.is_single())).filter(|value| value.is_finite());
    let layer = |layer: Option<&crate::run::LayerFrame>| layer.and_then(|layer| shown(layer.grad_norm));
    Ok(Row {
        values: cell.values.clone(),
        seed: cell.seed,
        step: frame.step,
        loss: shown(frame.loss),
        test_loss: branch::test_loss(run.view()).filter(|_| !diverged).and_then(shown),
        grad_norm: shown(frame.grad_norm),
        first_grad_norm: layer(frame.layers.first()),
        last_grad_norm: layer(frame.layers.last()),
        clipped_share: frame.clipped_steps as f64 / (frame.step + 1) as f64,
        status: if diverged { Ended::Diverged } else { Ended::Finished },
        verdict: diagnose(&cell.settings, run.view()).verdict.into(),
        reached,
    })
}

/// Makes all steps; returns the first whose loss is at most `until`.
fn first_step(run: &mut AnyRun, steps: u64, until: f64) -> Option<u64> {
    let mut found = None;
    for step in 0..=steps {
        if step > 0 {
            run.step(1);
        }
        if run.frame().status != Status::Running {
            break;
        }
        if found.is_none() && run.frame().loss <= until {
            found = Some(step);
        }
    }
    found
}

#[cfg(test)]
mod tests;
