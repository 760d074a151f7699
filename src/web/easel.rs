//! The one graphics context of a page, in which all its surfaces are drawn, one after the other.

use super::gl::{Renderer, Stage};
use crate::draw::surface::scene::Scene;
use crate::draw::surface::theme::Theme;
use crate::draw::surface::view::View;
use core::cell::Cell;
use js_sys::{Object, Reflect};
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::prelude::{JsCast, JsError, JsValue, wasm_bindgen};
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext};

/// A canvas to draw surfaces on. After `webglcontextlost` it draws nothing any more; make a new one after
/// `webglcontextrestored`.
#[wasm_bindgen]
pub struct Easel {
    canvas: HtmlCanvasElement,
    gl: WebGl2RenderingContext,
    renderer: Renderer,
    /// The scenes' copies on the graphics card; a gap where one has left.
    stages: Vec<Option<Stage>>,
    number: u32,
    gone: Cell<bool>,
}

#[wasm_bindgen]
impl Easel {
    /// Takes the canvas. Throws where WebGL2 is missing, and while the canvas' context is lost.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: HtmlCanvasElement) -> Result<Easel, JsError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let missing = || JsError::new("This browser offers no WebGL2 here.");
        // Opaque, or soft edges would let the page shine through; the stencil serves the lines behind hills.
        let options = Object::new();
        let wishes = [("alpha", false), ("antialias", true), ("depth", true), ("stencil", true)];
        for (key, wish) in wishes {
            Reflect::set(&options, &key.into(), &JsValue::from_bool(wish)).map_err(|_| missing())?;
        }
        let context = canvas.get_context_with_context_options("webgl2", &options);
        let gl: WebGl2RenderingContext =
            context.ok().flatten().and_then(|context| context.dyn_into().ok()).ok_or_else(missing)?;
        if gl.is_context_lost() {
            return Err(JsError::new("The graphics context is lost."));
        }
        let renderer = Renderer::new(&gl).map_err(|message| JsError::new(&message))?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Ok(Self { canvas, gl, renderer, stages: Vec::new(), number, gone: Cell::new(false) })
    }

    /// Whether the graphics context with which this was made is gone, even if the canvas has a new one by now.
    pub fn lost(&self) -> bool {
        // A restored context has none of the objects made before, so once lost is lost for good. To ask for them
        // would wait for the graphics process, which is far too long for a frame.
        self.gone.set(self.gone.get() || self.gl.is_context_lost());
        self.gone.get()
    }
}

impl Easel {
    /// Draws a prepared scene in the lower left corner; `place` is where its copy is, or will be. False if lost.
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
        // It only grows: setting the size clears it and asks for other memory, and there are surfaces of many sizes.
        if self.canvas.width() < width || self.canvas.height() < height {
            self.canvas.set_width(self.canvas.width().max(width));
            self.canvas.set_height(self.canvas.height().max(height));
        }
        let slot = match *place {
            Some((number, slot)) if number == self.number => slot,
            _ => {
                let Ok(stage) = Stage::new(&self.gl) else { return false };
                let free = self.stages.iter().position(Option::is_none);
                let slot = free.unwrap_or(self.stages.len());
                if free.is_none() {
                    self.stages.push(None);
                }
                self.stages[slot] = Some(stage);
                *place = Some((self.number, slot));
                slot
            }
        };
        let Some(stage) = &mut self.stages[slot] else { return false };
        self.renderer.draw(&self.gl, stage, scene, view, unit, theme);
        true
    }

    /// Deletes a scene's copy, if it is here.
    pub(super) fn remove(&mut self, place: Option<(u32, usize)>) {
        let Some((_, slot)) = place.filter(|(number, _)| *number == self.number) else { return };
        if let Some(stage) = self.stages.get_mut(slot).and_then(Option::take)
            && !self.lost()
        {
            stage.delete(&self.gl);
        }
    }
}

impl Drop for Easel {
    fn drop(&mut self) {
        if self.lost() {
            return;
        }
        for stage in self.stages.iter().flatten() {
            stage.delete(&self.gl);
        }
        self.renderer.delete(&self.gl);
    }
}
