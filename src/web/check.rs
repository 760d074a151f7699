//! `Check` for JavaScript: back-propagation against differences of the loss, a slice at a time.

use crate::json;
use crate::run::GradientCheck;
use crate::run::gradient_check::{ALLOWED, CheckedLayer, PER_LAYER};
use serde::Serialize;
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
        json::text(&Found {
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
struct Found<'a> {
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
