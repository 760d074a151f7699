//! The same experiment elsewhere.

pub mod pytorch;
mod script;
