//! The page's handle on [`crate::draw::overlay`].

use crate::draw::overlay::{self, Arrow, Kind, Path};
use wasm_bindgen::prelude::wasm_bindgen;

/// What lies on a surface beside the run's own descent; for `SurfaceView.setOverlay` and `Relief.figure`.
#[wasm_bindgen]
#[derive(Default)]
pub struct Overlay(pub(super) overlay::Overlay);

#[wasm_bindgen]
impl Overlay {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Overlay {
        Overlay::default()
    }

    /// Adds a path `[a, b, loss] * k`, the present point last, in one of eight styles; `lost` if it ended there because a
    /// number was no longer finite. Those added first lie lowest.
    pub fn path(&mut self, style: u8, name: &str, points: Vec<f32>, lost: bool) {
        self.0.paths.push(Path { style, name: name.into(), points, lost });
    }

    /// Adds an arrow from a and b to a and b; `kind` is `gradient`, `clipped`, `batch` or `mean`.
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
