//! Loss surfaces: planes through parameter space, and grids of losses over them.

mod grid;
mod plane;

pub use grid::Grid;
pub use plane::Plane;
