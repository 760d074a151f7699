//! `Check` for JavaScript: compares backpropagation with finite differences of the loss, a slice at a time.

use crate::json;
use crate::run::GradientCheck;
use crate::run::gradient_check::{ALLOWED, CheckedLayer, PER_LAYER};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// A gradient check in progress, made by `Run.gradientCheck`.
#[wasm_bindgen]
pub struct Check {
    pub(super) inner: GradientCheck,
    pub(super) step: u64,
}

#[wasm_bindgen]
impl Check {
    /// Evaluates the loss up to twice `count` more times; true when complete.
    pub fn advance(&mut self, count: f64) -> bool {
        !self.inner.advance(count as usize)
    }

    /// Progress and results as JSON: `{step, done, planned, parameters, perLayer, fewer, examples, allowed, truncated,
    /// layers: [{name, parameters, compared, resolved, kinks, small, error, agrees}]}`. `done` is a share. `fewer` says
    /// that the network is so large that fewer parameters per layer are compared than usual.
    pub fn found(&self) -> String {
        let [planned, per_layer, examples] = self.inner.extent();
        let layers = self.inner.layers();
        let parameters: usize = layers.iter().map(|layer| layer.parameters).sum();
        json::text(&CheckState {
            step: self.step,
            done: self.inner.progress(),
            planned,
            parameters,
            per_layer,
            fewer: per_layer < PER_LAYER,
            examples,
            allowed: ALLOWED,
            truncated: self.inner.is_truncated(),
            layers: layers.iter().map(Row::of).collect(),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckState<'a> {
    step: u64,
    done: f64,
    planned: usize,
    parameters: usize,
    per_layer: usize,
    fewer: bool,
    examples: usize,
    allowed: f64,
    truncated: bool,
    layers: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    parameters: usize,
    compared: usize,
    resolved: usize,
    kinks: usize,
    small: usize,
    error: f64,
    agrees: bool,
}

impl<'a> Row<'a> {
    fn of(layer: &'a CheckedLayer) -> Self {
        let CheckedLayer { name, parameters, compared, resolved, kinks, small, error } = layer;
        Self {
            name,
            parameters: *parameters,
            compared: *compared,
            resolved: *resolved,
            kinks: *kinks,
            small: *small,
            error: *error,
            agrees: layer.agrees(),
        }
    }
}
