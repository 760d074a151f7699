//! A cached layer for each canvas of the page, with the parts that stay the same from frame to frame.

use js_sys::{Object, Reflect, WeakMap};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The property of the layer that identifies its content.
const NAME: &str = "kept";

// A weak map, so that a layer is freed together with its canvas.
thread_local!(static LAYERS: WeakMap = WeakMap::new());

/// The layer of a canvas, in the same size. A new or resized layer is empty and has no name.
pub fn of(canvas: &HtmlCanvasElement) -> Option<HtmlCanvasElement> {
    let layer = match existing(canvas) {
        Some(layer) => layer,
        None => {
            let made = canvas.owner_document()?.create_element("canvas").ok()?;
            LAYERS.with(|layers| layers.set(canvas, &made));
            made.dyn_into().ok()?
        }
    };
    let (width, height) = (canvas.width(), canvas.height());
    if (layer.width(), layer.height()) != (width, height) {
        layer.set_width(width);
        layer.set_height(height);
        Reflect::delete_property(&layer, &NAME.into()).ok()?;
    }
    Some(layer)
}

/// Frees the memory of the layer of a canvas, if there is one.
pub fn release(canvas: &HtmlCanvasElement) {
    if let Some(layer) = existing(canvas) {
        layer.set_width(0);
        layer.set_height(0);
    }
}

fn existing(canvas: &HtmlCanvasElement) -> Option<HtmlCanvasElement> {
    LAYERS.with(|layers| layers.get(canvas)).dyn_into().ok()
}

/// The context of a layer, in main memory, where it survives a lost graphics context.
pub fn context(layer: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let options = Object::new();
    Reflect::set(&options, &"willReadFrequently".into(), &JsValue::TRUE).ok()?;
    layer.get_context_with_context_options("2d", &options).ok()??.dyn_into().ok()
}

/// The name of the content.
pub fn name(layer: &HtmlCanvasElement) -> Option<u64> {
    Reflect::get(layer, &NAME.into()).ok().and_then(|name| u64::try_from(name).ok())
}

/// Sets the name of the content.
pub fn set_name(layer: &HtmlCanvasElement, name: u64) {
    // If this fails, the layer is simply drawn again next time.
    let _ = Reflect::set(layer, &NAME.into(), &JsValue::from(name));
}
