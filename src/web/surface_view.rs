//! The loss surface as a scene, drawn by an `Easel`.

use super::easel::Easel;
use super::overlay::Overlay;
use crate::draw::surface::axes::Axes;
use crate::draw::surface::pick::pick;
use crate::draw::surface::scene::Scene;
use crate::draw::surface::theme::{DARK, LIGHT};
use crate::draw::surface::view::View;
use wasm_bindgen::prelude::wasm_bindgen;

/// A surface with the path of the run on it.
#[wasm_bindgen]
#[derive(Default)]
pub struct SurfaceView {
    scene: Scene,
    view: Option<View>,
    /// The easel that holds its buffers, and their index there.
    place: Option<(u32, usize)>,
    pixels: [u32; 2],
}

/// Largest side of a picture; beyond it, browsers refuse or silently draw less.
const MOST_PIXELS: f64 = 4096.0;

#[wasm_bindgen]
impl SurfaceView {
    /// An empty scene.
    #[wasm_bindgen(constructor)]
    pub fn new() -> SurfaceView {
        SurfaceView::default()
    }

    /// Sets `size * size` heights between 0 and 1, the row at b = -1 first; NaN is a hole. `cut` means that heights of
    /// 1 are really higher.
    #[wasm_bindgen(js_name = setSurface)]
    pub fn set_surface(&mut self, size: usize, drawn: &[f32], cut: bool) {
        self.scene.set_surface(size, drawn, cut);
    }

    /// Sets the trajectory `[a, b, loss] * k`, oldest first, the current point last.
    #[wasm_bindgen(js_name = setPath)]
    pub fn set_path(&mut self, path: &[f32]) {
        self.scene.set_path(path);
    }

    /// Sets what lies beside the trajectory.
    #[wasm_bindgen(js_name = setOverlay)]
    pub fn set_overlay(&mut self, overlay: &Overlay) {
        self.scene.set_overlay(overlay.0.clone());
    }

    /// Sets names, ticks and minima, from the bytes of `Relief.axes()`.
    #[wasm_bindgen(js_name = setAxes)]
    pub fn set_axes(&mut self, axes: &[u8]) {
        self.scene.set_axes(Axes::from_bytes(axes));
    }

    /// Rotates the scene like a drag of `dx` radians to the right and `dy` downwards.
    pub fn orbit(&mut self, dx: f32, dy: f32) {
        self.scene.camera.orbit(dx, dy);
    }

    /// Zooms by `factor`; a zoomed picture follows the current point.
    pub fn zoom(&mut self, factor: f32) {
        self.scene.camera.zoom(factor);
    }

    /// Returns to the initial view.
    pub fn home(&mut self) {
        self.scene.camera.home();
    }

    /// Looks straight down.
    pub fn top(&mut self) {
        self.scene.camera.top();
    }

    /// Draws at this size in CSS pixels, in the lower left corner of the easel's canvas. False if the context is lost.
    pub fn draw(&mut self, easel: &mut Easel, css_width: f64, css_height: f64, dpr: f64, dark: bool) -> bool {
        let css = [css_width, css_height].map(|side| if side.is_finite() { side.max(1.0) } else { 1.0 });
        let most = MOST_PIXELS / css[0].max(css[1]);
        let unit = if dpr.is_finite() && dpr > 0.0 { dpr.min(most) } else { 1.0_f64.min(most) };
        let view = self.scene.prepare(css.map(|side| side as f32));
        self.pixels = css.map(|side| ((side * unit).round() as u32).max(1));
        let theme = if dark { DARK } else { LIGHT };
        let drawn = easel.draw(&mut self.place, &self.scene, &view, unit as f32, self.pixels, theme);
        self.view = Some(view);
        drawn
    }

    /// Frees its buffers on the graphics card; drawing it again uploads them again.
    pub fn leave(&mut self, easel: &mut Easel) {
        easel.remove(self.place.take());
    }

    /// Width of the last picture, in pixels.
    #[wasm_bindgen(getter, js_name = pixelWidth)]
    pub fn pixel_width(&self) -> u32 {
        self.pixels[0]
    }

    /// Height of the last picture, in pixels.
    #[wasm_bindgen(getter, js_name = pixelHeight)]
    pub fn pixel_height(&self) -> u32 {
        self.pixels[1]
    }

    /// Texts to put over the last picture: JSON `[{text, x, y, anchor, kind}]` in CSS pixels; `y` is the middle of the
    /// line.
    pub fn labels(&self) -> String {
        let labels = self.view.as_ref().map(|view| self.scene.labels(view)).unwrap_or_default();
        serde_json::to_string(&labels).unwrap_or_default()
    }

    /// The position of the surface at a and b in the last picture: CSS pixels from the left and from the top. Empty
    /// outside the square, over a hole, and before the first picture.
    pub fn place(&self, a: f32, b: f32) -> Vec<f32> {
        let place = self.view.as_ref().and_then(|view| self.scene.place(view, a, b));
        place.map_or_else(Vec::new, |place| place.to_vec())
    }

    /// The point of the plane under a position in the last picture: a and b. Empty where there is no surface.
    pub fn pick(&self, x: f32, y: f32) -> Vec<f32> {
        let point = self.view.as_ref().and_then(|view| pick(view, self.scene.heights(), [x, y]));
        point.map_or_else(Vec::new, |point| point.to_vec())
    }

    /// Index of the point of the trajectory nearest to a position in the last picture, if it is within `reach` CSS
    /// pixels; else -1.
    pub fn nearest(&self, x: f32, y: f32, reach: f32) -> i32 {
        let index = self.view.as_ref().and_then(|view| self.scene.nearest(view, [x, y], reach));
        index.map_or(-1, |index| index as i32)
    }
}
