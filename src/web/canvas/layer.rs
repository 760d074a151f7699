//! What stays as it is from picture to picture, on a canvas of its own: a layer for each of the page's canvases.

use js_sys::{Object, Reflect, WeakMap};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The layer's own name for what is drawn on it.
const NAME: &str = "kept";

// Canvases that are gone take their layers with them.
thread_local!(static LAYERS: WeakMap = WeakMap::new());

/// The layer of a canvas, as large as that is; a new or another size is empty and has no name.
pub fn of(canvas: &HtmlCanvasElement) -> Option<HtmlCanvasElement> {
    let layer = match there(canvas) {
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

/// Gives back what the layer of a canvas takes, if there is one.
pub fn release(canvas: &HtmlCanvasElement) {
    if let Some(layer) = there(canvas) {
        layer.set_width(0);
        layer.set_height(0);
    }
}

fn there(canvas: &HtmlCanvasElement) -> Option<HtmlCanvasElement> {
    LAYERS.with(|layers| layers.get(canvas)).dyn_into().ok()
}

/// Its context: in the main memory, where no graphics card can lose it.
pub fn context(layer: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let options = Object::new();
    Reflect::set(&options, &"willReadFrequently".into(), &JsValue::TRUE).ok()?;
    layer.get_context_with_context_options("2d", &options).ok()??.dyn_into().ok()
}

/// The name of what is drawn on it.
pub fn name(layer: &HtmlCanvasElement) -> Option<u64> {
    Reflect::get(layer, &NAME.into()).ok().and_then(|name| u64::try_from(name).ok())
}

/// Names what is drawn on it.
pub fn call(layer: &HtmlCanvasElement, name: u64) {
    // Without a name it is drawn again the next time.
    let _ = Reflect::set(layer, &NAME.into(), &JsValue::from(name));
}
