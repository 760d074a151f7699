//! `cargo xtask study`: computes numbers for the documents that take too long for a test.

use crate::shell::{Result, heading, root, run};
use std::process::Command;

/// The studies: name and subject.
const STUDIES: [(&str, &str); 10] = [
    ("recall", "delayed recall by cell, delay and clipping"),
    ("latch", "the same with less noise and more sequences"),
    ("market", "prices, hedges, agents and jumps"),
    ("volatility", "forecasts of the S&P 500's volatility by networks and by rules"),
    ("regimes", "steps that optimizers need after a regime has turned"),
    ("theory", "theory of the start against random networks"),
    ("calibration", "calibrated clip thresholds out of sample, beside none, 1 and AutoClip"),
    ("verdicts", "verdicts against what becomes of the runs"),
    ("remedies", "what the remedies of every verdict do, beside what they promise"),
    ("autopsies", "whether the causes that autopsies name hold later and from another start"),
];

/// `cargo xtask study NAME`: continues an interrupted study.
pub fn command(name: &str) -> Result {
    let Some((_, what)) = STUDIES.iter().find(|(study, _)| *study == name) else {
        let names: Vec<&str> = STUDIES.iter().map(|(study, _)| *study).collect();
        return Err(format!("there is no study `{name}`; there are {}", names.join(", ")));
    };
    heading(what);
    let mut cargo = Command::new("cargo");
    run(cargo.args(["run", "--release", "--example", "studies", "--", name]).current_dir(root()))
}
