//! The boundary to the browser: the only module that uses wasm-bindgen, web-sys and js-sys.
//!
//! Thin on purpose: settings strings, ids and numbers in; typed arrays and short JSON texts out.

mod autopsy;
mod basins;
mod calibration;
mod canvas;
mod check;
mod columns;
mod easel;
mod gl;
mod numbers;
mod overlay;
mod own_csv;
mod phases;
mod products;
mod proof;
mod relief;
mod run;
mod settings;
mod study;
mod surface;
mod surface_view;
mod sweep;
mod texts;

use wasm_bindgen::prelude::*;

/// Runs once when the module is loaded: writes panics to the console with their location.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
