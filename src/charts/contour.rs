//! The contour map of the loss surface, with the path of a run. The page draws the same map from the surface that it
//! has already computed; this chart computes the surface itself.

use super::{Chart, Input, Page, Place, Shown};
use crate::draw::figure::Figure;
use crate::draw::overlay::Overlay;
use crate::draw::relief::{Relief, ScaleChoice};
use crate::landscape::{Grid, Sample, grid::USUAL};
use crate::math::Real;
use crate::registry::Item;
use crate::run::studies::StudyKind;
use crate::run::{Run, RunView, Typed};

pub const CHART: Chart = Chart {
    item: Item {
        id: "contour",
        label: "Contour map",
        help: "The loss surface from above, with contour lines and the path of the run.",
        ..Item::BASE
    },
    shown: |_| Shown::Never,
    page: Page { place: Place::Surface, ..Page::BASE },
    study_kind: Some(StudyKind::Plane),
    figure,
};

/// Most points of the path to draw. More would not be visible in any picture.
const POINTS: usize = 2000;

fn figure(input: &Input, _: usize) -> Figure {
    relief_of(input.run).figure(&path_of(input.run), &Overlay::default())
}

/// The loss over the newest plane of a run.
pub fn relief_of(run: &dyn RunView) -> Relief {
    match run.typed() {
        Typed::F32(run) => relief(run),
        Typed::F64(run) => relief(run),
    }
}

/// The path of a run over its newest plane, `[a, b, loss] * k`.
pub fn path_of(run: &dyn RunView) -> Vec<f32> {
    run.path_in(run.newest_plane(), POINTS)
}

/// The surface over the newest plane, with the loss evaluated at every grid point.
fn relief<R: Real>(run: &Run<R>) -> Relief {
    let (_, section) = run.newest_section();
    let sample = Sample::whole(run.objective());
    let mut grid = Grid::new(run.objective(), section.plane.clone(), sample, USUAL);
    grid.refine(run.objective(), usize::MAX);
    let (size, losses) = grid.losses().unwrap_or_default();
    Relief::new(size, losses, section.describe_for(run.objective(), grid.sample()), ScaleChoice::Auto)
}
