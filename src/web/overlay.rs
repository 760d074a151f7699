//! [`crate::draw::overlay`] for JavaScript.

use crate::draw::overlay::{self, Arrow, Kind, Path};
use wasm_bindgen::prelude::wasm_bindgen;

/// What lies on a surface beside the path of the run, for `SurfaceView.setOverlay` and `Relief.figure`.
#[wasm_bindgen]
#[derive(Default)]
pub struct Overlay(pub(super) overlay::Overlay);

#[wasm_bindgen]
impl Overlay {
    /// An empty overlay.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Overlay {
        Overlay::default()
    }

    /// Adds a path `[a, b, loss] * k`, the current point last, in one of eight styles; `lost` if its run diverged.
    /// Later paths are drawn on top.
    pub fn path(&mut self, style: u8, name: &str, points: Vec<f32>, lost: bool) {
        self.0.paths.push(Path { style, name: name.into(), points, lost });
    }

    /// Adds an arrow from one point to another; `kind` is `gradient`, `clipped`, `batch` or `mean`.
    pub fn arrow(&mut self, kind: &str, name: &str, from_a: f32, from_b: f32, to_a: f32, to_b: f32) {
        let kind = match kind {
            "clipped" => Kind::Clipped,
            "batch" => Kind::Batch,
            "mean" => Kind::Mean,
            _ => Kind::Gradient,
        };
        self.0.arrows.push(Arrow { kind, name: name.into(), from: [from_a, from_b], to: [to_a, to_b] });
    }
}
