//! Loss surfaces: planes through parameter space, the square of a plane that is drawn, grids of losses over it, and the
//! curvature of the loss.

pub mod curvature;
mod descent;
pub mod grid;
mod plane;
pub mod planes;
mod sample;
mod section;
mod wire;

pub use descent::{Descent, Held, Solutions};
pub use grid::{GRID, Grid};
pub use plane::{Plane, Projection};
pub use sample::{GRID_DATA, GRID_ROWS, Sample};
pub use section::Section;
