//! The browser's side: the only place that names wasm_bindgen, web_sys and js_sys.

mod relief;
mod surface_view;
