//! Loss surfaces: planes through parameter space, and grids of losses over them.

mod describe;
mod grid;
mod plane;

pub use describe::describe;
pub use grid::Grid;
pub use plane::Plane;
