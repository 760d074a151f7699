//! `cargo xtask mutants`: which wrong lines the tests notice.

use crate::shell::{Result, cargo, run};

/// Runs the package `mutants`, which has the parser of Rust that nothing else here needs.
pub fn command(options: &[&str]) -> Result {
    run(cargo().args(["run", "--locked", "--quiet", "--package", "mutants", "--"]).args(options))
}
