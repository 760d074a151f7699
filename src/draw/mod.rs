//! Figures and how they are painted; the loss surface in relief.

pub mod backend;
pub mod figure;
pub mod numbers;
pub mod overlay;
pub mod paint;
pub mod pieces;
#[cfg(not(target_arch = "wasm32"))]
pub mod png;
pub mod relief;
pub mod surface;
#[cfg(not(target_arch = "wasm32"))]
pub mod svg;
pub mod theme;
pub mod ticks;
pub mod viridis;
