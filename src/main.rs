//! Entry point of the command line; see [`cli`].

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Invalid UTF-8 is replaced, and then rejected like any other unknown text.
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
    cli::main(&arguments)
}
