//! The page's only graphics context, in which all surfaces are drawn one after the other.

use super::gl::{Renderer, SceneBuffers};
use crate::draw::surface::scene::Scene;
use crate::draw::surface::theme::Theme;
use crate::draw::surface::view::View;
use core::cell::Cell;
use js_sys::{Object, Reflect};
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::prelude::{JsCast, JsError, JsValue, wasm_bindgen};
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext};

/// A canvas to draw surfaces on. It draws nothing after `webglcontextlost`; make a new one after
/// `webglcontextrestored`.
#[wasm_bindgen]
pub struct Easel {
    canvas: HtmlCanvasElement,
    gl: WebGl2RenderingContext,
    renderer: Renderer,
    /// The scenes' buffers on the graphics card; `None` where a scene was removed.
    buffers: Vec<Option<SceneBuffers>>,
    number: u32,
    seen_lost: Cell<bool>,
}

#[wasm_bindgen]
impl Easel {
    /// Takes the canvas. Throws if WebGL2 is missing, or while the context of the canvas is lost.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: HtmlCanvasElement) -> Result<Easel, JsError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let missing = || JsError::new("This browser offers no WebGL2 here.");
        // Opaque, because at soft edges the page would shine through. The stencil buffer is for lines behind hills.
        let options = Object::new();
        let attributes = [("alpha", false), ("antialias", true), ("depth", true), ("stencil", true)];
        for (key, value) in attributes {
            Reflect::set(&options, &key.into(), &JsValue::from_bool(value)).map_err(|_| missing())?;
        }
        let context = canvas.get_context_with_context_options("webgl2", &options);
        let gl: WebGl2RenderingContext =
            context.ok().flatten().and_then(|context| context.dyn_into().ok()).ok_or_else(missing)?;
        if gl.is_context_lost() {
            return Err(JsError::new("The graphics context is lost."));
        }
        let renderer = Renderer::new(&gl).map_err(|message| JsError::new(&message))?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Ok(Self { canvas, gl, renderer, buffers: Vec::new(), number, seen_lost: Cell::new(false) })
    }

    /// Whether the context of this easel is lost, even if the canvas has a new context by now.
    pub fn lost(&self) -> bool {
        // A restored context has none of the old objects, so lost stays lost. Asking the context would wait for the
        // graphics process, far too long for a frame.
        self.seen_lost.set(self.seen_lost.get() || self.gl.is_context_lost());
        self.seen_lost.get()
    }
}

impl Easel {
    /// Draws a prepared scene in the lower left corner. `place` is where its buffers are, and is set if they are new.
    /// False if the context is lost.
    pub(super) fn draw(
        &mut self,
        place: &mut Option<(u32, usize)>,
        scene: &Scene,
        view: &View,
        unit: f32,
        [width, height]: [u32; 2],
        theme: Theme,
    ) -> bool {
        if self.lost() {
            return false;
        }
        // The canvas only grows: resizing clears and reallocates it, and surfaces come in many sizes.
        if self.canvas.width() < width || self.canvas.height() < height {
            self.canvas.set_width(self.canvas.width().max(width));
            self.canvas.set_height(self.canvas.height().max(height));
        }
        let slot = match *place {
            Some((number, slot)) if number == self.number => slot,
            _ => {
                let Ok(buffers) = SceneBuffers::new(&self.gl) else { return false };
                let free = self.buffers.iter().position(Option::is_none);
                let slot = free.unwrap_or(self.buffers.len());
                if free.is_none() {
                    self.buffers.push(None);
                }
                self.buffers[slot] = Some(buffers);
                *place = Some((self.number, slot));
                slot
            }
        };
        let Some(buffers) = &mut self.buffers[slot] else { return false };
        self.renderer.draw(&self.gl, buffers, scene, view, unit, theme);
        true
    }

    /// Deletes the buffers of a scene, if they belong to this easel.
    pub(super) fn remove(&mut self, place: Option<(u32, usize)>) {
        let Some((_, slot)) = place.filter(|(number, _)| *number == self.number) else { return };
        if let Some(buffers) = self.buffers.get_mut(slot).and_then(Option::take)
            && !self.lost()
        {
            buffers.delete(&self.gl);
        }
    }
}

impl Drop for Easel {
    fn drop(&mut self) {
        if self.lost() {
            return;
        }
        for buffers in self.buffers.iter().flatten() {
            buffers.delete(&self.gl);
        }
        self.renderer.delete(&self.gl);
    }
}
