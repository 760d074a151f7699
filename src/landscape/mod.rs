//! Loss surfaces: planes through parameter space, the square of one that is drawn, and grids of losses over it.

mod descent;
mod grid;
mod plane;
pub mod planes;
mod section;

pub use descent::{Descent, Held};
pub use grid::Grid;
pub use plane::{Plane, Projection};
pub use section::Section;
