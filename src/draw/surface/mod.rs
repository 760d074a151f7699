//! The loss surface in three dimensions, with the descent on it.
//!
//! [`scene::Scene`] is what one element shows, in plain numbers; `gl::Renderer` (browser only) draws scenes with
//! WebGL2 and knows nothing else.

pub mod axes;
pub mod camera;
pub mod frame;
#[cfg(target_arch = "wasm32")]
pub mod gl;
pub mod heights;
pub mod labels;
pub mod path;
pub mod pick;
pub mod scene;
pub mod theme;
pub mod view;
