//! A racer's track: its losses over steps, epochs or gradients.

use crate::registry::{Item, Key, Param, Range, Settings, default_choice};
use crate::run::{History, RunView, Status};

/// The axes of a race.
pub const AXES: &[Item] = &Item::all_for_build([
    Item {
        id: "steps",
        label: "Steps",
        help: "Parameter updates. Equal steps are not equal work: a full batch costs as many gradients as it has examples, and a line search costs several times that.",
        ..Item::BASE
    },
    Item {
        id: "epochs",
        label: "Epochs",
        help: "How often all examples were seen. Extra evaluations of a line search are not counted.",
        ..Item::BASE
    },
    Item {
        id: "evaluations",
        label: "Gradients",
        help: "Gradients of single examples, including those of line searches. This measures the work for any batch size.",
        ..Item::BASE
    },
]);

/// The setting that chooses the axis.
pub const RACE_AXIS: Key<&'static Item> = Key::new(Param {
    key: "race_axis",
    label: "Race by",
    help: "The horizontal axis of the race. Equal steps are not equal work.",
    default: default_choice(AXES, "steps"),
    range: Range::Choice(AXES),
    ..Param::BASE
});

/// The axis of a race: the measure of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Parameter updates.
    Steps,
    /// Passes over the data. A function has no data; there it counts steps.
    Epochs,
    /// Gradients of single examples. For a function: gradients.
    Evaluations,
}

impl Axis {
    /// The axis that the settings choose.
    pub fn of(settings: &Settings) -> Self {
        match settings.get(&RACE_AXIS).id {
            "epochs" => Self::Epochs,
            "evaluations" => Self::Evaluations,
            _ => Self::Steps,
        }
    }

    /// The position on the axis at `step`, with `evaluations` gradients computed so far. An epoch has `rows` examples
    /// in batches of `size`.
    fn place(self, step: u64, evaluations: u64, rows: usize, size: usize) -> f64 {
        let (rows, size) = (rows.max(1) as u64, size as u64);
        let per_epoch = rows.div_ceil(size);
        match self {
            Axis::Steps => step as f64,
            Axis::Epochs => step as f64 / per_epoch as f64,
            Axis::Evaluations => {
                let steps = step + 1;
                let seen = steps / per_epoch * rows + steps % per_epoch * size;
                // Evaluations beyond one per step belong to line searches. Each is over a batch.
                (seen + evaluations.saturating_sub(steps) * size) as f64
            }
        }
    }
}

/// If batches come in the order of time, the loss is averaged over this many.
pub const RECENT: u64 = 16;

/// A racer's losses along the race, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Track {
    /// Positions on the axis.
    pub x: Vec<f64>,
    /// Mean loss over the batches of the last epoch, so that small and large batches can be compared. For a full batch
    /// or a function, the loss itself. For batches in the order of time, the mean over at most [`RECENT`] of them.
    pub loss: Vec<f64>,
    /// The step at which it diverged, if it has.
    pub lost: Option<u64>,
    /// The present step.
    pub step: u64,
    /// Gradients of single examples evaluated up to this step.
    pub evaluations: f64,
    /// Whether losses are means over several batches.
    pub averaged: bool,
}

impl Track {
    /// The track of a run up to its present step.
    pub fn of(run: &dyn RunView, axis: Axis) -> Self {
        let (rows, size, streamed) = (run.problem().rows(), run.batch_size(), run.problem().is_streamed());
        let (history, frame) = (run.history(), run.frame());
        let place = |axis: Axis, step, evaluations| axis.place(step, evaluations, rows, size);
        let per_epoch = rows.max(1).div_ceil(size) as u64;
        // If batches come in the order of time, a mean over a whole epoch would hide changes within it.
        let per_epoch = if streamed { per_epoch.min(RECENT) } else { per_epoch };
        let mut track = Self {
            lost: match &frame.status {
                Status::Diverged(what) => Some(what.step),
                Status::Running => None,
            },
            step: frame.step,
            evaluations: place(Axis::Evaluations, frame.step, frame.evaluations),
            averaged: per_epoch > 1,
            ..Self::default()
        };
        let at = |step, evaluations| place(axis, step, evaluations);
        track.fill(history, frame.step, per_epoch, at);
        track
    }

    fn fill(&mut self, history: &History, last: u64, per_epoch: u64, place: impl Fn(u64, u64) -> f64) {
        let mut tail = history.rows(last);
        let (mut sum, mut count) = (0.0, 0_u64);
        for row in history.rows(last).filter(|row| row.loss().is_finite()) {
            if per_epoch == 1 {
                (sum, count) = (row.loss(), 1);
            } else {
                sum += row.loss();
                count += 1;
                // Rows older than an epoch leave the mean.
                while let Some(old) = tail.clone().next().filter(|old| old.step() + per_epoch <= row.step()) {
                    tail.next();
                    if old.loss().is_finite() {
                        sum -= old.loss();
                        count -= 1;
                    }
                }
            }
            self.x.push(place(row.step(), row.evaluations()));
            self.loss.push(sum / count as f64);
        }
    }

    /// The last loss at or before position `x`.
    pub fn at(&self, x: f64) -> Option<f64> {
        let beyond = self.x.partition_point(|place| *place <= x);
        self.loss.get(beyond.checked_sub(1)?).copied()
    }

    /// The last position on the axis.
    pub fn end(&self) -> f64 {
        self.x.last().copied().unwrap_or(0.0)
    }
}
