//! The loss surface from above with the descent on it: the picture that the page shows beside the 3-D view, of a run
//! that is over.

use super::{Chart, Record, Shown};
use crate::draw::figure::Figure;
use crate::draw::overlay::Overlay;
use crate::draw::relief::{Heights, Relief};
use crate::landscape::{Grid, Sample, grid::USUAL};
use crate::math::Real;
use crate::registry::Item;
use crate::run::Run;

pub const CHART: Chart = Chart {
    item: Item {
        id: "contour",
        label: "Contour map",
        help: "The loss surface from above, with contour lines and the path of the run.",
        ..Item::BASE
    },
    shown: |_| Shown::Never,
    figure,
};

/// Points of the descent that are drawn: no picture shows more.
const POINTS: usize = 2000;

fn figure(record: &Record, _: usize) -> Figure {
    (record.relief)().figure(&(record.descent)(POINTS), &Overlay::default())
}

/// The whole surface over the plane that was laid last, every point evaluated.
pub fn relief<R: Real>(run: &Run<R>) -> Relief {
    let (_, section) = run.newest_section();
    let sample = Sample::whole(run.objective());
    let mut grid = Grid::new(run.objective(), section.plane.clone(), sample, USUAL);
    grid.refine(run.objective(), usize::MAX);
    let (size, losses) = grid.losses().unwrap_or_default();
    Relief::new(size, losses, section.describe_for(run.objective(), grid.sample()), Heights::Auto)
}
