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
mod wish;

pub mod picture;

pub use axis::Axis;
pub use plan::{Cell, MOST_RUNS, Plan};
pub use quantity::{QUANTITIES, Quantity};
pub use row::{Ended, Row};
pub use wish::{Wish, parts, whole};

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
    let mut running = Running::new(cell.clone(), file)?;
    running.advance(u64::MAX);
    Ok(running.row())
}

/// A cell's run in progress, for callers that compute it in slices.
pub struct Running {
    cell: Cell,
    run: AnyRun,
    /// Steps that are still to be made.
    left: u64,
    reached: Option<u64>,
}

impl Running {
    /// The run of a cell at its step 0. `file` is the data file of the cell's settings.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the settings or the data file.
    pub fn new(cell: Cell, file: Option<&[u8]>) -> Result<Self, String> {
        let run = AnyRun::new(&cell.settings, file)?;
        let mut running = Self { left: cell.steps, cell, run, reached: None };
        running.look();
        Ok(running)
    }

    /// Makes at most `count` more steps; true when there is nothing left to do.
    pub fn advance(&mut self, count: u64) -> bool {
        let count = count.min(self.left);
        if self.cell.until.is_none() {
            self.run.step(count);
        } else {
            for _ in 0..count {
                if self.run.frame().status != Status::Running {
                    break;
                }
                self.run.step(1);
                self.look();
            }
        }
        self.left -= count;
        self.left == 0 || self.run.frame().status != Status::Running
    }

    /// Notes the first step whose loss is low enough.
    fn look(&mut self) {
        let frame = self.run.frame();
        if self.reached.is_none()
            && frame.status == Status::Running
            && self.cell.until.is_some_and(|until| frame.loss <= until)
        {
            self.reached = Some(frame.step);
        }
    }

    /// What the run has come to.
    pub fn row(&self) -> Row {
        let (cell, run) = (&self.cell, &self.run);
        let frame = run.frame();
        let diverged = frame.status != Status::Running;
        let shown = |value: f64| Some(Frame::shown(value, run.is_single())).filter(|value| value.is_finite());
        let layer = |layer: Option<&crate::run::LayerFrame>| layer.and_then(|layer| shown(layer.grad_norm));
        Row {
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
            reached: self.reached,
        }
    }
}

#[cfg(test)]
mod tests;
