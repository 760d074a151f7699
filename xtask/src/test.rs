//! `cargo xtask test`: runs every test, part by part, and prints the totals at the end.

use crate::dist::{add_target, build, modules};
use crate::module::Optimise;
use crate::package::{in_one_file, npm};
use crate::shell::{Result, cargo, heading, root, run, target, tee};
use crate::tally::Tally;
use crate::{lint, node, tools};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The result of one part, and its duration in seconds.
struct Outcome {
    name: String,
    tally: Tally,
    seconds: f64,
}

/// `cargo xtask test [lint|native|wasm|browser|package|packages|engines|hosts [NAME…]]`. Hosts and engines are left out unless they are
/// asked for: their tools take long to install.
pub fn command(options: &[&str]) -> Result {
    let started = Instant::now();
    let mut outcomes = Outcomes::default();
    match options {
        [] => {
            lints(&mut outcomes);
            native(&mut outcomes);
            wasm(&mut outcomes);
            browser(&mut outcomes);
            package(&mut outcomes, false);
        }
        ["lint"] => lints(&mut outcomes),
        ["native"] => native(&mut outcomes),
        ["wasm"] => wasm(&mut outcomes),
        ["browser"] => browser(&mut outcomes),
        ["package"] => package(&mut outcomes, false),
        ["packages"] => package(&mut outcomes, true),
        ["engines"] => engines(&mut outcomes),
        ["hosts", names @ ..] => hosts(&mut outcomes, names),
        _ => {
            return Err(format!(
                "`test` takes `lint`, `native`, `wasm`, `browser`, `package`, `packages`, `engines`, `hosts` or nothing, not `{}`",
                options.join(" ")
            ));
        }
    }
    outcomes.close(started.elapsed().as_secs_f64())
}

fn lints(outcomes: &mut Outcomes) {
    let one = |checked: Option<Result>| match checked {
        Some(checked) => checked.map(|()| Tally::of_one(true)),
        None => {
            println!("skipped: the toolchain has no such tool, and there is no rustup to add it");
            Ok(Tally { skipped: 1, ..Tally::default() })
        }
    };
    outcomes.part("rustfmt", || one(lint::rustfmt()));
    outcomes.part("clippy", || one(lint::clippy()));
    outcomes.part("clippy, engine without drawing", || one(lint::clippy_engine()));
    outcomes.part("clippy, WebAssembly", || {
        add_target()?;
        one(lint::clippy_wasm())
    });
    let passed = |checked: Result| checked.map(|()| Tally::of_one(true));
    outcomes.part("rustdoc", || passed(lint::rustdoc()));
    outcomes.part("JavaScript types", || passed(lint::javascript_types()));
    outcomes.part("ESLint", || passed(lint::eslint()));
    outcomes.part("Prettier", || passed(lint::prettier()));
}

fn native(outcomes: &mut Outcomes) {
    outcomes.part("native tests", || cargo_test(&["--workspace", "--exclude", "xtask"]));
    // The profile in which it is running, so that its forty dependencies are compiled only once.
    outcomes.part("xtask's own tests", || cargo_test(&["--profile", "dev", "--package", "xtask"]));
}

fn wasm(outcomes: &mut Outcomes) {
    outcomes.part("WebAssembly tests in Node", || {
        let mut node = node::command()?;
        prepare()?;
        node_test(&mut node, "tests/wasm")
    });
}

fn browser(outcomes: &mut Outcomes) {
    outcomes.part("browser tests", || {
        let browser = tools::browser()?;
        println!("browser: {}", browser.display());
        let mut node = node::command()?;
        node::packages(&root().join("tests/browser"))?;
        prepare()?;
        in_one_file()?;
        node_test(node.env("CHROMIUM", browser), "tests/browser")
    });
}

/// Opens the page in one file from disk in three browser engines.
fn engines(outcomes: &mut Outcomes) {
    outcomes.part("browser engines", || {
        let mut node = node::command()?;
        node.env("CHROMIUM", tools::browser()?).env("FIREFOX", tools::firefox()?).envs(tools::webkit()?);
        node::packages(&root().join("tests/engines"))?;
        prepare()?;
        in_one_file()?;
        node_test(&mut node, "tests/engines")
    });
}

/// Builds the recipes of docs/embedding.md and uses them in a browser.
fn hosts(outcomes: &mut Outcomes, names: &[&str]) {
    outcomes.part("hosts of documents", || {
        let browser = tools::browser()?;
        let mut node = node::command()?;
        node::packages(&root().join("tests/browser"))?;
        prepare()?;
        in_one_file()?;
        node_test(node.env("CHROMIUM", browser).env("HOSTS", names.join(",")), "tests/hosts")
    });
}

/// Installs the npm package as its users would. `all` also builds pages with what they build with, which has to be
/// downloaded first.
fn package(outcomes: &mut Outcomes, all: bool) {
    outcomes.part("npm package", || {
        let browser = tools::browser()?;
        let mut node = node::command()?;
        node::packages(&root().join("tests/browser"))?;
        if all {
            node::packages(&root().join("tests/package"))?;
        }
        build(Optimise::WasmOpt)?;
        node.env("CHROMIUM", browser).env("GRADSCAPE_PACKAGE", npm()?);
        let folder = root().join("tests/package");
        let mut files = test_files(&folder)?;
        if all {
            files.extend(test_files(&folder.join("hosts"))?);
        }
        node.args(["--test", "--test-reporter=spec"]).args(files);
        let (succeeded, text) = tee(&mut node)?;
        settle("node --test", Tally::of_node(&text), succeeded)
    });
}

/// Builds what the tests in Node and in the browser need: the page and the command line.
fn prepare() -> Result {
    build(Optimise::WasmOpt)?;
    heading("compiling the command line");
    // The profile of the native tests, so that the library is already compiled.
    run(cargo().args(["build", "--locked", "--profile", "test", "--bin", "gradscape"]))
}

fn cargo_test(options: &[&str]) -> Result<Tally> {
    let (succeeded, text) = tee(cargo().args(["test", "--locked", "--no-fail-fast"]).args(options))?;
    settle("cargo test", Tally::of_cargo(&text), succeeded)
}

fn node_test(node: &mut Command, folder: &str) -> Result<Tally> {
    let program = if cfg!(windows) { "gradscape.exe" } else { "gradscape" };
    node.env("GRADSCAPE_CLI", target()?.join("debug").join(program));
    node.env("GRADSCAPE_MODULES", modules()?);
    node.args(["--test", "--test-reporter=spec"]).args(test_files(&root().join(folder))?);
    let (succeeded, text) = tee(node)?;
    settle("node --test", Tally::of_node(&text), succeeded)
}

/// The files `*.test.js` of a folder, by name.
fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder.read_dir().map_err(|error| format!("{} cannot be listed: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.js"));
    files.sort();
    if files.is_empty() { Err(format!("{} has no test", folder.display())) } else { Ok(files) }
}

/// A runner that failed early or ran no test must not look like one that passed.
fn settle(runner: &str, tally: Tally, succeeded: bool) -> Result<Tally> {
    if succeeded && tally.passed == 0 {
        return Err(format!("`{runner}` ran no test"));
    }
    if !succeeded && tally.failed == 0 {
        return Err(format!("`{runner}` failed before its tests"));
    }
    Ok(tally)
}

#[derive(Default)]
struct Outcomes(Vec<Outcome>);

impl Outcomes {
    fn part(&mut self, name: &str, body: impl FnOnce() -> Result<Tally>) {
        heading(name);
        let started = Instant::now();
        let tally = body().unwrap_or_else(|message| {
            eprintln!("error: {message}");
            Tally::of_one(false)
        });
        self.0.push(Outcome { name: name.into(), tally, seconds: started.elapsed().as_secs_f64() });
    }

    /// Prints the totals. Fails if anything failed.
    fn close(self, seconds: f64) -> Result {
        heading("summary");
        let mut sum = Tally::default();
        for Outcome { name, tally, seconds } in &self.0 {
            let skipped = if tally.skipped > 0 { format!(", {} skipped", tally.skipped) } else { String::new() };
            println!("{name:<28}{seconds:>7.1} s   {} passed, {} failed{skipped}", tally.passed, tally.failed);
            sum += *tally;
        }
        println!("all in {seconds:.0} s");
        println!("{} passed, {} failed", sum.passed, sum.failed);
        if sum.failed == 0 { Ok(()) } else { Err(format!("{} failed: the first error stands above", sum.failed)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_ran_nothing_has_not_passed() {
        assert!(settle("x", Tally::default(), true).is_err());
        assert!(settle("x", Tally::default(), false).is_err());
        assert!(settle("x", Tally { passed: 1, ..Tally::default() }, true).is_ok());
    }
}
