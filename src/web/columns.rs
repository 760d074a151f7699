//! Charts of runs side by side, for the page.

use crate::columns::{self, First};
use crate::draw::figure::Figure;
use wasm_bindgen::prelude::*;

/// The figure `own` beside those of other runs, all given as bytes: `{bytes, axes, differs}`, where `axes` is a text that
/// changes when the shared axes do, and `differs` whether it can show the difference from the first, as `difference` asks for.
/// `first` is the name of the first run, if the first figure is of that. A figure that cannot be read is left as it is.
#[wasm_bindgen(js_name = besideOthers)]
pub fn beside_others(
    own: u32,
    figures: Vec<js_sys::Uint8Array>,
    first: Option<String>,
    difference: bool,
) -> Result<JsValue, JsValue> {
    let own = own as usize;
    let read: Option<Vec<Figure>> = figures.iter().map(|bytes| Figure::from_bytes(&bytes.to_vec())).collect();
    let differs = first.is_some() && read.as_deref().is_some_and(|read| columns::differs(own, read));
    let first = first.as_deref().map(|name| First { name, difference });
    let made = read.and_then(|read| columns::beside(own, &read, first));
    let out = js_sys::Object::new();
    let (bytes, axes) = match &made {
        Some(figure) => (js_sys::Uint8Array::from(&figure.to_bytes()[..]), columns::axes_of(figure)),
        None => (figures.get(own).cloned().unwrap_or_default(), String::new()),
    };
    js_sys::Reflect::set(&out, &"bytes".into(), &bytes)?;
    js_sys::Reflect::set(&out, &"axes".into(), &axes.into())?;
    js_sys::Reflect::set(&out, &"differs".into(), &differs.into())?;
    Ok(out.into())
}
