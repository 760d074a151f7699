//! `Basins` for JavaScript.

use crate::basins;
use crate::charts::basins::{of, side};
use crate::registry::Settings;
use wasm_bindgen::prelude::*;

/// Which minimum of a function each start reaches, computed a slice at a time.
#[wasm_bindgen]
pub struct Basins(basins::Basins);

#[wasm_bindgen]
impl Basins {
    /// The starts for a picture `width` CSS pixels wide. Throws if the settings do not describe a function of two
    /// variables.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, width: f64) -> Result<Basins, JsError> {
        let (settings, _) = Settings::parse(settings);
        let basins = basins::Basins::new(&settings, side(width as usize));
        basins.map(Basins).ok_or_else(|| JsError::new("only a function of two numbers has basins"))
    }

    /// Runs at most `count` more starts; true when complete.
    pub fn advance(&mut self, count: f64) -> bool {
        self.0.advance(count as usize)
    }

    /// Share of the starts that are complete.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> f64 {
        self.0.done()
    }

    /// The map so far, as the bytes of a figure.
    pub fn figure(&self) -> Vec<u8> {
        of(&self.0).to_bytes()
    }
}
