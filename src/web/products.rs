//! The matrix products of a training step alone, for the benchmark.

use crate::math::products;
use wasm_bindgen::prelude::*;

/// The matrix products of a network's training step in f32, with nothing in between.
#[wasm_bindgen]
pub struct Products(products::Products<f32>);

#[wasm_bindgen]
impl Products {
    /// For layers of these sizes and batches of `batch` examples.
    #[wasm_bindgen(constructor)]
    pub fn new(sizes: &[u32], batch: u32) -> Products {
        let sizes: Vec<usize> = sizes.iter().map(|size| *size as usize).collect();
        Self(products::Products::new(&sizes, batch as usize))
    }

    /// Computes the products of `times` steps; returns the sum of the last gradients, so that nothing is optimised
    /// away.
    pub fn work(&mut self, times: f64) -> f64 {
        self.0.work(times as u64)
    }
}
