//! Coloured grids on a canvas: each cell is one pixel of a small off-screen canvas, which is scaled up without
//! smoothing. A hundred times faster than one rectangle per cell.

use std::cell::RefCell;

use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::snapped;
use crate::draw::backend::{Picture, Rectangle};

/// Draws the part of `picture` that lies in `window`, through the small canvas.
pub fn enlarged(
    context: &CanvasRenderingContext2d,
    picture: &Picture,
    place: Rectangle,
    window: Rectangle,
) -> Result<(), JsValue> {
    let (width, height) = (picture.width as u32, picture.height as u32);
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), width, height)?;
    let small = small_canvas(width, height)?;
    let pen = small.get_context("2d")?.ok_or("no 2d context")?.dyn_into::<CanvasRenderingContext2d>()?;
    pen.put_image_data(&image, 0.0, 0.0)?;

    let (from_x, to_x) = (place.left.max(window.left), place.right.min(window.right));
    let (from_y, to_y) = (place.top.max(window.top), place.bottom.min(window.bottom));
    if from_x >= to_x || from_y >= to_y {
        return Ok(());
    }
    let across = f64::from(width) / f64::from(place.right - place.left);
    let down = f64::from(height) / f64::from(place.bottom - place.top);
    let (left, top) = (f64::from(snapped(from_x)), f64::from(snapped(from_y)));
    context.set_image_smoothing_enabled(false);
    context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        &small,
        f64::from(from_x - place.left) * across,
        f64::from(from_y - place.top) * down,
        f64::from(to_x - from_x) * across,
        f64::from(to_y - from_y) * down,
        left,
        top,
        f64::from(snapped(to_x)) - left,
        f64::from(snapped(to_y)) - top,
    )
}

/// The off-screen canvas that all pictures share.
fn small_canvas(width: u32, height: u32) -> Result<HtmlCanvasElement, JsValue> {
    thread_local!(static SMALL: RefCell<Option<HtmlCanvasElement>> = const { RefCell::new(None) });
    let canvas = SMALL.with_borrow_mut(|small| {
        if let Some(canvas) = small {
            return Ok(canvas.clone());
        }
        let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        *small = Some(canvas.clone());
        Ok::<_, JsValue>(canvas)
    })?;
    // Resizing reallocates, so the canvas only grows; each picture uses its own corner of it.
    if canvas.width() < width {
        canvas.set_width(width);
    }
    if canvas.height() < height {
        canvas.set_height(height);
    }
    Ok(canvas)
}
