//! WebGL2: draws a [`crate::draw::surface::scene::Scene`].

mod glsl;
mod mesh;
mod program;
mod renderer;
mod strip;

pub use renderer::{Renderer, SceneBuffers};

/// Why an object is missing: a context only fails to create one after it is lost.
const LOST: &str = "The graphics context is lost.";
