//! Formatting, lints and documentation. Rust: rustfmt over every file, clippy for this machine, for WebAssembly and for
//! the engine alone, and rustdoc. JavaScript: types, ESLint and Prettier, with versions pinned in `tools/`.

use crate::dist::{WASM, build};
use crate::module::Optimise;
use crate::node;
use crate::shell::{Result, cargo, output, root, run, succeeds};
use std::process::Command;

/// Whether every Rust file is formatted; `None` without rustfmt.
///
/// `cargo fmt` misses modules that a macro declares, so every file is named.
pub fn rustfmt() -> Option<Result> {
    has_component("rustfmt").then(|| {
        let list = output(Command::new("git").args(["ls-files", "*.rs"]).current_dir(root()))?;
        let files = list.lines().filter(|file| root().join(file).is_file());
        run(Command::new("rustfmt").args(["--check", "--edition", "2024"]).args(files).current_dir(root()))
    })
}

/// Whether clippy accepts the whole workspace; `None` without clippy.
pub fn clippy() -> Option<Result> {
    has_component("clippy")
        .then(|| run(cargo().args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])))
}

/// Whether clippy accepts the library as compiled for the page.
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

/// Whether rustdoc accepts the public documentation, and that of private items. rustdoc comes with the compiler.
pub fn rustdoc() -> Result {
    let doc = |options: &[&str]| {
        let mut cargo = cargo();
        run(cargo
            .args(["doc", "--locked", "--workspace", "--no-deps"])
            .args(options)
            .env("RUSTDOCFLAGS", "-D warnings"))
    };
    doc(&[])?;
    doc(&["--document-private-items"])
}

/// Whether clippy accepts the engine alone. Other programs depend on it without the code that draws.
pub fn clippy_engine() -> Option<Result> {
    has_component("clippy").then(|| {
        let engine = ["--package", "gradscape", "--lib", "--no-default-features"];
        run(cargo().args(["clippy", "--locked"]).args(engine).args(["--", "-D", "warnings"]))
    })
}

/// The folders with the project's own JavaScript.
const JAVASCRIPT: [&str; 5] = ["www", "tests", "benches", "tools", "integrations"];

/// Whether the page's modules have no type errors. The types of the engine come from the built page.
pub fn javascript_types() -> Result {
    build(Optimise::No)?;
    javascript_tool("typescript/bin/tsc", &["-p", "tools/tsconfig.json"])
}

/// Whether ESLint accepts all JavaScript. Its rules also check which folders of the page may import which.
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

/// Runs a program of `tools/node_modules`. Installs the packages of its lock file if need be.
fn javascript_tool(program: &str, options: &[&str]) -> Result {
    let mut node = node::command()?;
    let tools = root().join("tools");
    node::packages(&tools)?;
    run(node.arg(tools.join("node_modules").join(program)).args(options))
}

/// Whether this component of the toolchain is installed. Tries to add it if it is missing.
fn has_component(name: &str) -> bool {
    let there = || match name {
        "clippy" => succeeds(cargo().args(["clippy", "--version"])),
        tool => succeeds(Command::new(tool).arg("--version")),
    };
    there() || (succeeds(Command::new("rustup").args(["component", "add", name])) && there())
}
