//! WebGL2: what draws a [`crate::draw::surface::scene::Scene`].

mod glsl;
mod mesh;
mod program;
mod renderer;
mod strip;

pub use renderer::{Renderer, Stage};

/// Why there is no object: contexts give as many as are asked for until they are lost.
const LOST: &str = "The graphics context is lost.";
