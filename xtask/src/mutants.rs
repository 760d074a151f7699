//! `cargo xtask mutants`: checks which changed lines make a test fail.

use crate::shell::{Result, cargo, run};

/// Runs the package `mutants`. It is a package of its own because it needs a parser for Rust.
pub fn command(options: &[&str]) -> Result {
    run(cargo().args(["run", "--locked", "--quiet", "--package", "mutants", "--"]).args(options))
}
