//! The command line's entry; what it can do stands in [`cli`].

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    cli::main(&arguments)
}
