//! `Autopsy` for JavaScript: why a run was lost, examined in slices.

use crate::autopsy::Examination;
use crate::charts::autopsy::{of, told};
use crate::json;
use crate::registry::Settings;
use wasm_bindgen::prelude::*;

/// An autopsy in progress.
#[wasm_bindgen]
pub struct Autopsy(Examination);

#[wasm_bindgen]
impl Autopsy {
    /// Of the run of a settings string over `steps` steps. Throws if the data file is missing or broken.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, data: Option<Box<[u8]>>, steps: f64) -> Result<Autopsy, JsError> {
        let (settings, _) = Settings::parse(settings);
        let examination = Examination::new(&settings, data.as_deref(), steps as u64);
        examination.map(Self).map_err(|message| JsError::new(&message))
    }

    /// Does the work of up to about `steps` steps; true when done. Throws if the data file is broken.
    pub fn advance(&mut self, steps: f64) -> Result<bool, JsError> {
        self.0.advance(steps as u64).map_err(|message| JsError::new(&message))
    }

    /// Share of the work that is done, about.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> f64 {
        self.0.done()
    }

    /// What was found, as JSON.
    pub fn told(&self) -> String {
        json::text(&told(&self.0.autopsy()))
    }

    /// The chart, as the bytes of a figure.
    pub fn figure(&self) -> Vec<u8> {
        of(&self.0.autopsy()).to_bytes()
    }
}
