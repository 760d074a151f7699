//! Exports an experiment to other frameworks.

mod changes;
pub mod pytorch;
mod script;

pub(crate) use script::filled;
