//! Formatting and lints: rustfmt over every Rust file, clippy for this machine and for WebAssembly; for JavaScript the
//! types, ESLint and Prettier, pinned in `tools/`.

use crate::dist::{WASM, build};
use crate::module::Optimise;
use crate::node;
use crate::shell::{Result, cargo, output, root, run, succeeds};
use std::process::Command;

/// Whether every Rust file is formatted; none if there is no rustfmt.
///
/// `cargo fmt` does not see modules that a macro declares, so the files are named one by one.
pub fn rustfmt() -> Option<Result> {
    has_component("rustfmt").then(|| {
        let list = output(Command::new("git").args(["ls-files", "*.rs"]).current_dir(root()))?;
        let files = list.lines().filter(|file| root().join(file).is_file());
        run(Command::new("rustfmt").args(["--check", "--edition", "2024"]).args(files).current_dir(root()))
    })
}

/// Whether clippy has nothing to say of the whole workspace; none if there is no clippy.
pub fn clippy() -> Option<Result> {
    has_component("clippy")
        .then(|| run(cargo().args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])))
}

/// The same of the library as it is compiled for the page.
pub fn clippy_wasm() -> Option<Result> {
    has_component("clippy").then(|| {
        run(cargo().args([
            "clippy",
            "--locked",
            "--package",
            "gradscape",
            "--lib",
            "--target",
            WASM,
            "--",
            "-D",
            "warnings",
        ]))
    })
}

/// The folders with JavaScript of ours.
const JAVASCRIPT: [&str; 4] = ["www", "tests", "benches", "tools"];

/// Whether the page's modules are typed without an error. The types of the engine come with the built page.
pub fn javascript_types() -> Result {
    build(Optimise::No)?;
    javascript_tool("typescript/bin/tsc", &["-p", "tools/tsconfig.json"])
}

/// Whether ESLint has nothing to say, the order of the page's folders included.
pub fn eslint() -> Result {
    let options = ["--config", "tools/eslint.config.js", "--max-warnings", "0"];
    javascript_tool("eslint/bin/eslint.js", &[&options[..], &JAVASCRIPT].concat())
}

/// Whether every JavaScript file is formatted.
pub fn prettier() -> Result {
    let files = JAVASCRIPT.map(|folder| format!("{folder}/**/*.{{js,mjs,ts}}"));
    let options = ["--config", "tools/prettier.json", "--check"];
    javascript_tool("prettier/bin/prettier.cjs", &[&options[..], &files.each_ref().map(String::as_str)].concat())
}

/// Runs a program of `tools/node_modules`, which is installed from its lock file if need be.
fn javascript_tool(program: &str, options: &[&str]) -> Result {
    let mut node = node::command()?;
    let tools = root().join("tools");
    node::packages(&tools)?;
    run(node.arg(tools.join("node_modules").join(program)).args(options))
}

/// Whether this part of the toolchain is there, added if need be and possible.
fn has_component(name: &str) -> bool {
    let there = || match name {
        "clippy" => succeeds(cargo().args(["clippy", "--version"])),
        tool => succeeds(Command::new(tool).arg("--version")),
    };
    there() || (succeeds(Command::new("rustup").args(["component", "add", name])) && there())
}
