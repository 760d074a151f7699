//! The same experiment elsewhere.

pub mod pytorch;
mod script;

#[cfg(test)]
pub(crate) use script::filled;
