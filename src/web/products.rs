//! A step's matrix products by themselves, for the benchmark.

use crate::math::products;
use wasm_bindgen::prelude::*;

/// The matrix products of a network's step in f32, without anything between them.
#[wasm_bindgen]
pub struct Products(products::Products<f32>);

#[wasm_bindgen]
impl Products {
    /// Between layers of these sizes, in batches of `batch` examples.
    #[wasm_bindgen(constructor)]
    pub fn new(sizes: &[u32], batch: u32) -> Products {
        let sizes: Vec<usize> = sizes.iter().map(|size| *size as usize).collect();
        Self(products::Products::new(&sizes, batch as usize))
    }

    /// Those of so many steps; the sum of the last step's gradients.
    pub fn work(&mut self, times: f64) -> f64 {
        self.0.work(times as u64)
    }
}
