//! The loss surface on a canvas of its own.

use crate::draw::surface::gl::{Renderer, Stage};
use crate::draw::surface::scene::Scene;
use crate::draw::surface::theme::{DARK, LIGHT};
use crate::draw::surface::view::View;
use core::cell::Cell;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::{JsCast, JsError, JsValue, wasm_bindgen};
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext};

/// A canvas with the surface and the descent on it. After `webglcontextlost` it draws nothing any more; make a new
/// one after `webglcontextrestored`.
#[wasm_bindgen]
pub struct SurfaceView {
    canvas: HtmlCanvasElement,
    context: WebGl2RenderingContext,
    gl: glow::Context,
    renderer: Renderer,
    stage: Stage,
    scene: Scene,
    view: Option<View>,
    gone: Cell<bool>,
}

/// No canvas is made larger than this: browsers refuse, or silently draw less.
const MOST_PIXELS: f64 = 4096.0;

#[wasm_bindgen]
impl SurfaceView {
    /// Takes the canvas. Throws where WebGL2 is missing, and while the canvas' context is lost.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: HtmlCanvasElement) -> Result<SurfaceView, JsError> {
        let missing = || JsError::new("This browser offers no WebGL2 here.");
        // Opaque, or soft edges would let the page shine through; the stencil serves the lines behind hills.
        let options = Object::new();
        let wishes = [("alpha", false), ("antialias", true), ("depth", true), ("stencil", true)];
        for (key, wish) in wishes {
            Reflect::set(&options, &key.into(), &JsValue::from_bool(wish)).map_err(|_| missing())?;
        }
        let context = canvas.get_context_with_context_options("webgl2", &options);
        let context: WebGl2RenderingContext =
            context.ok().flatten().and_then(|context| context.dyn_into().ok()).ok_or_else(missing)?;
        if context.is_context_lost() {
            return Err(JsError::new("The graphics context is lost."));
        }
        let gl = glow::Context::from_webgl2_context(context.clone());
        let renderer = Renderer::new(&gl).map_err(|message| JsError::new(&message))?;
        let stage = Stage::new(&gl).map_err(|message| JsError::new(&message))?;
        Ok(Self { canvas, context, gl, renderer, stage, scene: Scene::default(), view: None, gone: Cell::new(false) })
    }

    /// Takes `size * size` heights between 0 and 1, first row at b = -1; NaN is a hole.
    #[wasm_bindgen(js_name = setSurface)]
    pub fn set_surface(&mut self, size: usize, drawn: &[f32]) {
        self.scene.set_surface(size, drawn);
    }

    /// Takes the trajectory `[a, b, loss] * k`, oldest first, the present point last.
    #[wasm_bindgen(js_name = setPath)]
    pub fn set_path(&mut self, path: &[f32]) {
        self.scene.set_path(path);
    }

    /// Takes names, ticks and minima: `{x: {label, ticks: [{at, label}]}, y, z, minima: [[a, b]]}`.
    #[wasm_bindgen(js_name = setAxes)]
    pub fn set_axes(&mut self, json: &str) {
        self.scene.set_axes(json);
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

    /// Draws at this size in CSS pixels.
    pub fn draw(&mut self, css_width: f64, css_height: f64, dpr: f64, dark: bool) {
        let css = [css_width, css_height].map(|side| if side.is_finite() { side.max(1.0) } else { 1.0 });
        let most = MOST_PIXELS / css[0].max(css[1]);
        let unit = if dpr.is_finite() && dpr > 0.0 { dpr.min(most) } else { 1.0_f64.min(most) };
        let view = self.scene.prepare(css.map(|side| side as f32));
        if !self.lost() {
            let [width, height] = css.map(|side| ((side * unit).round() as u32).max(1));
            // Setting the size clears the canvas, even to the same size.
            if self.canvas.width() != width || self.canvas.height() != height {
                self.canvas.set_width(width);
                self.canvas.set_height(height);
            }
            let theme = if dark { DARK } else { LIGHT };
            self.renderer.draw(&self.gl, &mut self.stage, &self.scene, &view, unit as f32, theme);
        }
        self.view = Some(view);
    }

    /// Texts to be laid over the canvas as last drawn: JSON `[{text, x, y, anchor, kind}]` in CSS pixels; `y` is
    /// the middle of the line.
    pub fn labels(&self) -> String {
        let labels = self.view.as_ref().map(|view| self.scene.labels(view)).unwrap_or_default();
        serde_json::to_string(&labels).unwrap_or_default()
    }

    /// Whether the graphics context with which this was made is gone, even if the canvas has a new one by now.
    pub fn lost(&self) -> bool {
        // A restored context has none of the objects made before, so once lost is lost for good. To ask for them
        // would wait for the graphics process, which is far too long for a frame.
        self.gone.set(self.gone.get() || self.context.is_context_lost());
        self.gone.get()
    }
}

impl Drop for SurfaceView {
    fn drop(&mut self) {
        if !self.lost() && self.stage.exists(&self.gl) {
            self.stage.delete(&self.gl);
            self.renderer.delete(&self.gl);
        }
    }
}
