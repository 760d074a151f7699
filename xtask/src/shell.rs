//! Runs other programs, and finds this repository and its build outputs.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Every failure of `xtask` is one sentence for the user.
pub type Result<T = ()> = std::result::Result<T, String>;

/// The repository's root.
pub fn root() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().expect("xtask lies in the repository").to_path_buf()
}

/// Cargo's target directory, wherever the environment or the configuration puts it.
pub fn target() -> Result<&'static Path> {
    static TARGET: OnceLock<Result<PathBuf>> = OnceLock::new();
    let found = TARGET.get_or_init(|| {
        let metadata = output(cargo().args(["metadata", "--format-version=1", "--no-deps", "--locked"]))?;
        let metadata: serde_json::Value =
            serde_json::from_str(&metadata).map_err(|error| format!("`cargo metadata` is not JSON: {error}"))?;
        let directory = metadata["target_directory"].as_str().ok_or("`cargo metadata` names no target directory")?;
        Ok(PathBuf::from(directory))
    });
    found.as_ref().map(PathBuf::as_path).map_err(String::clone)
}

/// The cargo that runs this command, started in the repository's root.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Prints a heading for the next stage.
pub fn heading(text: &str) {
    println!("\n== {text}");
}

/// Runs a command to its end and shows its output.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| unable(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", line(command))) }
}

/// Runs a command and prints its standard output as it comes. Returns whether it succeeded, and that output.
pub fn tee(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| unable(command, &error))?;
    let mut seen = String::new();
    for text in BufReader::new(child.stdout.take().expect("standard output is piped")).lines() {
        let text = text.map_err(|error| unable(command, &error))?;
        println!("{text}");
        seen.push_str(&text);
        seen.push('\n');
    }
    let status = child.wait().map_err(|error| unable(command, &error))?;
    Ok((status.success(), seen))
}

/// Runs a command that must succeed, and returns its standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| unable(command, &error))?;
    if !output.status.success() {
        return Err(format!("`{}` failed ({})", line(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command runs and succeeds. Its output is not shown.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

fn unable(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` cannot be run: {error}", line(command))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let mut line = words.join(" ");
    if line.len() > 120 {
        // Lists of files can be long, and the start is enough to recognise the command.
        let end = (0..=117).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
        line.truncate(end);
        line.push_str("...");
    }
    line
}
