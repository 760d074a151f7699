//! The loss surface from above with the descent on it: the picture that the page shows beside the 3-D view, of a run
//! that is over.

use super::{Chart, Record, Shown};
use crate::draw::figure::Figure;
use crate::draw::overlay::Overlay;
use crate::draw::relief::{Heights, Relief};
use crate::landscape::{Grid, Sample, grid::USUAL};
use crate::math::Real;
use crate::registry::Item;
use crate::run::{History, Run};

pub const CHART: Chart = Chart {
    item: Item {
        id: "contour",
        label: "Contour map",
        help: "The loss surface from above, lines of equal loss, and the descent on it.",
        ..Item::BASE
    },
    shown: |_| Shown::Never,
    figure,
};

/// Points of the descent that are drawn: no picture shows more.
const POINTS: usize = 2000;

fn figure(record: &Record, _: usize) -> Figure {
    (record.relief)().figure(&descent(record.history, record.frame.step, POINTS), &Overlay::default())
}

/// The run's whole surface, every point evaluated.
pub fn relief<R: Real>(run: &Run<R>) -> Relief {
    let sample = Sample::whole(run.objective());
    let mut grid = Grid::new(run.objective(), run.section().plane.clone(), sample, USUAL);
    grid.refine(run.objective(), usize::MAX);
    let (size, losses) = grid.losses().unwrap_or_default();
    Relief::new(size, losses, &run.section().describe_for(run.objective(), grid.sample()).to_string(), Heights::Auto)
}

/// The descent up to step `last` in the surface's plane: a, b and loss of at most about `points` steps, oldest first.
fn descent(history: &History, last: u64, points: usize) -> Vec<f32> {
    history
        .sample(last, points)
        .flat_map(|row| {
            let at = row.projection();
            [at.a as f32, at.b as f32, row.loss() as f32]
        })
        .collect()
}
