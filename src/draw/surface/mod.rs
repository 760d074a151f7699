//! The loss surface in three dimensions, with the path of the run on it.
//!
//! [`scene::Scene`] is what one element shows, in plain numbers. The browser's side (`web/gl`) draws scenes with WebGL2
//! and needs nothing else.

pub mod axes;
pub mod camera;
pub mod frame;
pub mod heights;
pub mod labels;
pub mod look;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
mod markers;
pub mod path;
pub mod pick;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
pub mod picture;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
mod raster;
pub mod scene;
pub mod theme;
pub mod view;
