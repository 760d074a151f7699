//! `cargo xtask bench`: the engine beside a hand-written JavaScript network, in Chromium.

use crate::dist::{Optimise, build};
use crate::shell::{Result, heading, root, run, target};
use crate::{node, tools};

/// `cargo xtask bench [--quick]`.
pub fn command(options: &[&str]) -> Result {
    let rounds = match options {
        [] => "15",
        ["--quick"] => "7",
        _ => return Err(format!("`bench` takes `--quick` or nothing, not `{}`", options.join(" "))),
    };
    let browser = tools::browser()?;
    let mut script = node::command()?;
    node::packages(&root().join("tests/browser"))?;
    build(Optimise::WasmOpt)?;
    heading("measuring (leave the machine alone meanwhile)");
    script.arg("benches/bench.js").args(["--rounds", rounds]).env("CHROMIUM", browser);
    run(script.arg("--json").arg(target()?.join("bench.json")))
}
