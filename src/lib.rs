//! Gradscape.
#![warn(missing_docs)]
pub mod draw;
#[cfg(target_arch = "wasm32")]
mod web;
