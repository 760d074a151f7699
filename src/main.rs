//! The command line's entry; what it can do stands in [`cli`].

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // What is not text becomes text that no setting takes, and is then refused like any other.
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
    cli::main(&arguments)
}
