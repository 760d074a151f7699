//! Figures and how they are painted; the loss surface in relief.

pub mod figure;
pub mod relief;
pub mod surface;
