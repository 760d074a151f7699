//! `cargo xtask study`: numbers for the documents that take longer than a test may.

use crate::shell::{Result, heading, root, run};
use std::process::Command;

/// `cargo xtask study recall`: see `examples/recall_study.rs`.
pub fn recall() -> Result {
    heading("delayed recall by cell, delay and clipping");
    let mut cargo = Command::new("cargo");
    run(cargo.args(["run", "--release", "--example", "recall_study"]).current_dir(root()))
}
