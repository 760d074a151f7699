//! Gradscape: watch gradients vanish, explode and get clipped.
//!
//! Data flows one way: [`schema`] → [`objectives`] + [`optimizers`] + [`clips`] → [`run`] → frames → [`charts`] →
//! figures → [`draw`]. ARCHITECTURE.md describes the rest.
//!
//! A run in five lines:
//!
//! ```
//! use gradscape::{run::AnyRun, registry::Settings};
//!
//! let (settings, _notices) = Settings::parse("scenario=spiral&activation=relu&init=he-normal");
//! let mut run = AnyRun::new(&settings, None)?;
//! let before = run.frame().loss;
//! run.step(100);
//! assert!(run.frame().loss < before);
//! # Ok::<(), String>(())
//! ```
#![warn(missing_docs)]

pub mod activations;
pub mod autopsy;
pub mod basins;
pub mod branch;
pub mod calibrate;
pub mod charts;
pub mod clips;
pub mod columns;
pub mod datasets;
#[cfg(not(target_arch = "wasm32"))]
pub mod description;
pub mod diagnosis;
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
pub mod proof;
pub mod race;
pub mod readout;
pub mod registry;
pub mod run;
pub mod scenarios;
pub mod schedules;
pub mod schema;
pub mod sweep;
pub mod tensors;
pub mod texts;
pub mod theory;
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
pub mod twins;
#[cfg(all(feature = "draw", target_arch = "wasm32"))]
mod web;
