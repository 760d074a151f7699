//! `Basins` for JavaScript.

use crate::basins;
use crate::charts::basins::{of, side};
use crate::registry::Settings;
use wasm_bindgen::prelude::*;

/// Which minimum of a function each start reaches, followed a slice at a time.
#[wasm_bindgen]
pub struct Basins(basins::Basins);

#[wasm_bindgen]
impl Basins {
    /// The starts for a picture `width` CSS pixels wide. Throws where there is no function of two numbers.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, width: f64) -> Result<Basins, JsError> {
        let (settings, _) = Settings::parse(settings);
        let basins = basins::Basins::new(&settings, side(width as usize));
        basins.map(Basins).ok_or_else(|| JsError::new("only a function of two numbers has basins"))
    }

    /// Follows at most `count` more starts; true when complete.
    pub fn advance(&mut self, count: f64) -> bool {
        self.0.advance(count as usize)
    }

    /// Share of the starts that have been followed.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> f64 {
        self.0.done()
    }

    /// The map as far as it has come, as a figure's bytes.
    pub fn figure(&self) -> Vec<u8> {
        of(&self.0).to_bytes()
    }
}
