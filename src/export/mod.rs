//! Exports an experiment to other frameworks.

mod changes;
pub mod pytorch;
mod script;

#[cfg(test)]
pub(crate) use script::filled;
