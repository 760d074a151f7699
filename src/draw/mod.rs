//! Figures and how they are painted, and the loss surface in three dimensions. Painting needs the feature `draw`.

#[cfg(feature = "draw")]
pub mod backend;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
pub mod drawing;
pub mod figure;
pub mod numbers;
pub mod overlay;
#[cfg(feature = "draw")]
pub mod paint;
#[cfg(feature = "draw")]
pub mod pieces;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
pub mod png;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
pub mod recorder;
pub mod relief;
pub mod surface;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
pub mod svg;
pub mod theme;
pub mod ticks;
pub mod viridis;
