//! The loss surface in three dimensions, with the path of the run on it.
//!
//! [`scene::Scene`] is what one element shows, in plain numbers. The browser's side (`web/gl`) draws scenes with WebGL2
//! and needs nothing else.

pub mod axes;
pub mod camera;
pub mod frame;
pub mod heights;
pub mod labels;
pub mod path;
pub mod pick;
pub mod scene;
pub mod theme;
pub mod view;
