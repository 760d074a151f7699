//! Exports an experiment to other frameworks.

pub mod pytorch;
mod script;

#[cfg(test)]
pub(crate) use script::filled;
