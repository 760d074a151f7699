//! Gradscape.
#![warn(missing_docs)]
pub mod draw;
