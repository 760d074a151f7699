//! `cargo xtask study`: numbers for the documents that take longer than a test may.

use crate::shell::{Result, heading, root, run};
use std::process::Command;

/// The studies: name, what it is of, and the example that makes it.
const STUDIES: [(&str, &str, &str); 5] = [
    ("recall", "delayed recall by cell, delay and clipping", "studies"),
    ("latch", "the same with less noise and more sequences", "studies"),
    ("market", "prices, hedges, agents and jumps", "studies"),
    ("volatility", "forecasts of the S&P 500's volatility by networks and by rules", "volatility_study"),
    ("regimes", "steps that optimizers need after a regime has turned", "regime_study"),
];

/// `cargo xtask study NAME`: goes on where it was left.
pub fn command(name: &str) -> Result {
    let Some((_, what, example)) = STUDIES.iter().find(|(study, ..)| *study == name) else {
        let names: Vec<&str> = STUDIES.iter().map(|(study, ..)| *study).collect();
        return Err(format!("there is no study `{name}`; there are {}", names.join(", ")));
    };
    heading(what);
    let mut cargo = Command::new("cargo");
    run(cargo.args(["run", "--release", "--example", example, "--", name]).current_dir(root()))
}
