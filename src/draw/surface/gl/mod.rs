//! WebGL2 through `glow`: what draws a [`super::scene::Scene`].

mod mesh;
mod program;
mod renderer;
mod strip;

pub use renderer::{Renderer, Stage};
