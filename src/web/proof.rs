//! `Trial` for JavaScript: remedies, tried in slices beside the run.

use crate::json;
use crate::proof::{self, diagnosed};
use wasm_bindgen::prelude::*;

/// Remedies that are being tried.
#[wasm_bindgen]
pub struct Trial(proof::Trial);

#[wasm_bindgen]
impl Trial {
    /// For a task of `Run.trial`, with the data file of its settings.
    #[wasm_bindgen(constructor)]
    pub fn new(task: &[u8], data: Option<Box<[u8]>>) -> Result<Trial, JsError> {
        let task = postcard::from_bytes(task).map_err(|_| JsError::new("these are no remedies of a run"))?;
        Ok(Self(proof::Trial::new(task, data.map(Vec::from))))
    }

    /// Makes up to `steps` steps of one branch; true when all are done. Throws if the data file is missing or broken.
    pub fn advance(&mut self, steps: f64) -> Result<bool, JsError> {
        self.0.advance(steps as u64, &diagnosed::judge).map_err(|message| JsError::new(&message))
    }

    /// What was found, as JSON.
    pub fn proofs(&self) -> String {
        json::text(&self.0.proofs())
    }
}
