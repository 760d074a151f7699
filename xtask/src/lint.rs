//! Formatting, lints and documentation: rustfmt over every file, clippy for this machine and for WebAssembly, rustdoc.

use crate::dist::WASM;
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

/// Whether rustdoc has nothing to say: of what others see, and of everything. It comes with the compiler.
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

/// The same of the engine alone, which other hosts depend on without what draws.
pub fn clippy_engine() -> Option<Result> {
    has_component("clippy").then(|| {
        let engine = ["--package", "gradscape", "--lib", "--no-default-features"];
        run(cargo().args(["clippy", "--locked"]).args(engine).args(["--", "-D", "warnings"]))
    })
}

/// Whether this part of the toolchain is there, added if need be and possible.
fn has_component(name: &str) -> bool {
    let there = || match name {
        "clippy" => succeeds(cargo().args(["clippy", "--version"])),
        tool => succeeds(Command::new(tool).arg("--version")),
    };
    there() || (succeeds(Command::new("rustup").args(["component", "add", name])) && there())
}
