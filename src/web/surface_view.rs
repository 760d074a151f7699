//! The loss surface as a scene; an `Easel` draws it.

use super::easel::Easel;
use super::overlay::Overlay;
use crate::draw::surface::axes::Axes;
use crate::draw::surface::pick::pick;
use crate::draw::surface::scene::Scene;
use crate::draw::surface::theme::{DARK, LIGHT};
use crate::draw::surface::view::View;
use wasm_bindgen::prelude::wasm_bindgen;

/// A surface and the descent on it.
#[wasm_bindgen]
#[derive(Default)]
pub struct SurfaceView {
    scene: Scene,
    view: Option<View>,
    /// Where its copy on the graphics card is: the easel's number, and the copy's on it.
    place: Option<(u32, usize)>,
    pixels: [u32; 2],
}

/// No picture is made larger than this: browsers refuse, or silently draw less.
const MOST_PIXELS: f64 = 4096.0;

#[wasm_bindgen]
impl SurfaceView {
    /// An empty scene.
    #[wasm_bindgen(constructor)]
    pub fn new() -> SurfaceView {
        SurfaceView::default()
    }

    /// Takes `size * size` heights between 0 and 1, first row at b = -1; NaN is a hole; `cut` if those
    /// at 1 are higher in truth.
    #[wasm_bindgen(js_name = setSurface)]
    pub fn set_surface(&mut self, size: usize, drawn: &[f32], cut: bool) {
        self.scene.set_surface(size, drawn, cut);
    }

    /// Takes the trajectory `[a, b, loss] * k`, oldest first, the present point last.
    #[wasm_bindgen(js_name = setPath)]
    pub fn set_path(&mut self, path: &[f32]) {
        self.scene.set_path(path);
    }

    /// Takes what lies beside the trajectory.
    #[wasm_bindgen(js_name = setOverlay)]
    pub fn set_overlay(&mut self, overlay: &Overlay) {
        self.scene.set_overlay(overlay.0.clone());
    }

    /// Takes names, ticks and minima, the bytes of `Relief.axes()`.
    #[wasm_bindgen(js_name = setAxes)]
    pub fn set_axes(&mut self, axes: &[u8]) {
        self.scene.set_axes(Axes::from_bytes(axes));
    }

    /// Turns the scene as if dragged by `dx` radians to the right and `dy` downwards.
    pub fn orbit(&mut self, dx: f32, dy: f32) {
        self.scene.camera.orbit(dx, dy);
    }

    /// Enlarges the picture by `factor`; enlarged, it follows the present point.
    pub fn zoom(&mut self, factor: f32) {
        self.scene.camera.zoom(factor);
    }

    /// Back to the first view.
    pub fn home(&mut self) {
        self.scene.camera.home();
    }

    /// Straight from above.
    pub fn top(&mut self) {
        self.scene.camera.top();
    }

    /// Draws at this size in CSS pixels, in the lower left corner of the easel's canvas. False if its context is lost.
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

    /// Gives back what it has on the graphics card; drawn again, it is sent there again.
    pub fn leave(&mut self, easel: &mut Easel) {
        easel.remove(self.place.take());
    }

    /// Width of the picture as last drawn, in pixels.
    #[wasm_bindgen(getter, js_name = pixelWidth)]
    pub fn pixel_width(&self) -> u32 {
        self.pixels[0]
    }

    /// Its height.
    #[wasm_bindgen(getter, js_name = pixelHeight)]
    pub fn pixel_height(&self) -> u32 {
        self.pixels[1]
    }

    /// Texts to be laid over the canvas as last drawn: JSON `[{text, x, y, anchor, kind}]` in CSS pixels; `y` is
    /// the middle of the line.
    pub fn labels(&self) -> String {
        let labels = self.view.as_ref().map(|view| self.scene.labels(view)).unwrap_or_default();
        serde_json::to_string(&labels).unwrap_or_default()
    }

    /// Where the surface at a and b fell on the canvas as last drawn: CSS pixels from the left and from the top. Empty
    /// outside the square, over a hole, and before the first picture.
    pub fn place(&self, a: f32, b: f32) -> Vec<f32> {
        let place = self.view.as_ref().and_then(|view| self.scene.place(view, a, b));
        place.map_or_else(Vec::new, |place| place.to_vec())
    }

    /// The point of the plane whose place on the surface lies under a place on the canvas as last drawn: a and b. Empty
    /// where the surface is not.
    pub fn pick(&self, x: f32, y: f32) -> Vec<f32> {
        let point = self.view.as_ref().and_then(|view| pick(view, self.scene.heights(), [x, y]));
        point.map_or_else(Vec::new, |point| point.to_vec())
    }

    /// Index of the trajectory's point that was drawn nearest to a place on the canvas, if it is within `reach` CSS
    /// pixels; -1 if none is.
    pub fn nearest(&self, x: f32, y: f32, reach: f32) -> i32 {
        let index = self.view.as_ref().and_then(|view| self.scene.nearest(view, [x, y], reach));
        index.map_or(-1, |index| index as i32)
    }
}
