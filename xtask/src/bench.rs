//! `cargo xtask bench`: compares the engine with alternatives and with the machine's limit, and measures the page.

use crate::budget::{self, Baseline};
use crate::dist::{build, modules};
use crate::module::Optimise;
use crate::shell::{Result, cargo, heading, root, run, target};
use crate::{node, tools};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// `cargo xtask bench [--quick] [--only W3,W5] [--no-page]`.
pub fn command(options: &[&str]) -> Result {
    let options = arguments(options)?;
    let browser = tools::browser()?;
    let mut script = node::command()?;
    script.arg("benches/bench.js");
    node::packages(&root().join("tests/browser"))?;
    node::packages(&root().join("benches/peers"))?;
    let built = build(Optimise::WasmOpt)?;
    let native = native()?;
    let size = target()?.join("bench-size.json");
    if built.optimised {
        let sizes = built.sizes()?;
        let (all, first) = (budget::engine(&sizes), budget::first(&sizes));
        let figures = json!({ "gzip": all, "first": first, "target": Baseline::read()?.target });
        write(&size, &figures.to_string())?;
        script.arg("--size").arg(&size);
    }
    heading("measuring (leave the machine alone meanwhile)");
    script.args(options).env("CHROMIUM", browser);
    script.arg("--modules").arg(modules()?);
    run(script.arg("--native").arg(native).arg("--json").arg(target()?.join("bench.json")))
}

/// The options for the script. Unknown ones are refused here, with a one-line message.
fn arguments<'a>(options: &[&'a str]) -> Result<Vec<&'a str>> {
    let mut rest = options.iter();
    let mut handed = Vec::new();
    while let Some(option) = rest.next() {
        handed.push(*option);
        match *option {
            "--quick" | "--no-page" => {}
            "--only" => handed.push(rest.next().ok_or("`--only` needs workloads, as in `--only W3,W5`")?),
            other => return Err(format!("`bench` takes `--quick`, `--only` and `--no-page`, not `{other}`")),
        }
    }
    Ok(handed)
}

/// The native build of the engine.
fn native() -> Result<PathBuf> {
    heading("compiling the engine for this machine");
    run(cargo().args(["build", "--locked", "--release", "--package", "gradscape", "--example", "measure"]))?;
    let program = if cfg!(windows) { "measure.exe" } else { "measure" };
    Ok(target()?.join("release/examples").join(program))
}

fn write(path: &Path, text: &str) -> Result {
    fs::write(path, text).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn options_are_handed_on_and_others_refused() {
        assert_eq!(arguments(&[]), Ok(vec![]));
        assert_eq!(arguments(&["--quick", "--only", "W3,W5"]), Ok(vec!["--quick", "--only", "W3,W5"]));
        assert!(arguments(&["--only"]).unwrap_err().contains("W3,W5"));
        assert!(arguments(&["--fast"]).unwrap_err().contains("`--fast`"));
    }
}
