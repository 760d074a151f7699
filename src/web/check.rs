//! `Check` for JavaScript: back-propagation against differences of the loss, a slice at a time.

use crate::run::GradientCheck;
use crate::run::gradient_check::{ALLOWED, PER_LAYER};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;

/// A gradient check in progress; `Run.gradientCheck` makes it.
#[wasm_bindgen]
pub struct Check {
    pub(super) inner: GradientCheck,
    pub(super) step: u64,
}

#[wasm_bindgen]
impl Check {
    /// Computes the loss up to `count` more times two; true when complete.
    pub fn advance(&mut self, count: f64) -> bool {
        !self.inner.advance(count as usize)
    }

    /// How far it is and what it has found, as JSON: `{step, done, planned, parameters, perLayer, fewer, examples, allowed,
    /// truncated, layers: [{name, parameters, compared, resolved, kinks, small, error, agrees}]}`; `done` is a share, and `fewer` whether
    /// the network is so large that fewer parameters of a layer are compared than else.
    pub fn found(&self) -> String {
        let [planned, per_layer, examples] = self.inner.extent();
        let layers = self.inner.layers();
        let parameters: usize = layers.iter().map(|layer| layer.parameters).sum();
        let rows: Vec<serde_json::Value> = layers
            .iter()
            .map(|layer| {
                json!({
                    "name": layer.name, "parameters": layer.parameters, "compared": layer.compared,
                    "resolved": layer.resolved, "kinks": layer.kinks, "small": layer.small, "error": layer.error,
                    "agrees": layer.agrees(),
                })
            })
            .collect();
        json!({
            "step": self.step, "done": self.inner.progress(), "planned": planned, "parameters": parameters,
            "perLayer": per_layer, "fewer": per_layer < PER_LAYER, "examples": examples, "allowed": ALLOWED,
            "truncated": self.inner.is_truncated(), "layers": rows,
        })
        .to_string()
    }
}
