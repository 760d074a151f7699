//! Gradscape: watch gradients vanish, explode and get clipped.
//!
//! Data flows one way: [`settings`] → [`objectives`] + [`optimizers`] + [`clips`] → [`run`] → frames →
//! [`charts`] → figures → [`draw`]. ARCHITECTURE.md tells the rest.
#![warn(missing_docs)]

pub mod activations;
pub mod basins;
pub mod charts;
pub mod clips;
pub mod datasets;
#[cfg(not(target_arch = "wasm32"))]
pub mod description;
pub mod draw;
pub mod export;
pub mod finance;
pub mod initializers;
pub mod json;
pub mod landscape;
pub mod layout;
pub mod losses;
pub mod math;
pub mod networks;
pub mod objectives;
pub mod optimizers;
#[cfg(test)]
mod oracles;
pub mod precisions;
pub mod probes;
pub mod race;
pub mod registry;
pub mod run;
pub mod scenarios;
pub mod schedules;
pub mod settings;
pub mod story;
pub mod tensors;
#[cfg(target_arch = "wasm32")]
mod web;
