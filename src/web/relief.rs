//! [`crate::draw::relief`] for JavaScript.

use super::overlay::Overlay;
use crate::draw::relief::{self, Info};
use crate::json;
use wasm_bindgen::prelude::wasm_bindgen;

/// Losses as drawn heights, with label and ticks, and as a contour map.
#[wasm_bindgen]
pub struct Relief(relief::Relief);

#[wasm_bindgen]
impl Relief {
    /// `heights` holds `size * size` losses, the row with the lowest b first; `info` is `Surface.info()`, `scale` the
    /// setting `height`.
    #[wasm_bindgen(constructor)]
    pub fn new(size: usize, heights: &[f32], info: &[u8], scale: &str) -> Self {
        Self(relief::Relief::new(size, heights, Info::from_bytes(info), relief::ScaleChoice::named(scale)))
    }

    /// Heights between 0 and 1, one per loss; NaN is a hole.
    pub fn drawn(&self) -> Vec<f32> {
        self.0.drawn()
    }

    /// The highest loss shown, if some losses are higher.
    #[wasm_bindgen(getter)]
    pub fn cut(&self) -> Option<f64> {
        self.0.cut()
    }

    /// Whether there are holes.
    #[wasm_bindgen(getter)]
    pub fn holes(&self) -> bool {
        self.0.has_holes()
    }

    /// The quantity that the height shows, in words.
    #[wasm_bindgen(getter)]
    pub fn label(&self) -> String {
        self.0.label()
    }

    /// JSON `[{at: 0..1, label}]` for the height axis.
    pub fn ticks(&self) -> String {
        json::text(&self.0.ticks())
    }

    /// Description of the surface as JSON: `{kind, plane, x: {label, unit, range}, y, z, note, minima, marked}`.
    pub fn info(&self) -> String {
        json::text(self.0.info())
    }

    /// Bytes for `SurfaceView.setAxes`: names and ticks of all three axes, and the known minima.
    pub fn axes(&self) -> Vec<u8> {
        self.0.axes().to_bytes()
    }

    /// The contour map with the trajectory `[a, b, loss] * k` and the overlay, as the bytes of a figure.
    pub fn figure(&self, path: &[f32], overlay: &Overlay) -> Vec<u8> {
        self.0.figure(path, &overlay.0).to_bytes()
    }
}
