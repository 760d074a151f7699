//! The command line: one file for each command.

mod arguments;
mod list;
mod output;
mod run;
mod start;

use std::process::ExitCode;

const USAGE: &str = "\
Usage:
  gradscape run [SETTINGS] --steps N   one JSON line for each of steps 0 to N
  gradscape list [FAMILY]              what there is to choose from, as JSON

SETTINGS is key=value&key=value, as in a link, for example
  gradscape run 'scenario=spiral&activation=relu&init=he-normal' --steps 100";

/// Why the command line stops: bad usage (exit status 2) or anything else (1).
enum Failure {
    Usage(String),
    Other(String),
}

/// Does what the arguments ask for.
pub fn main(arguments: &[String]) -> ExitCode {
    let outcome = match arguments.first().map(String::as_str) {
        Some("run") => run::command(&arguments[1..]),
        Some("list") => list::command(&arguments[1..]),
        Some("--help" | "-h" | "help") => output::print(USAGE),
        Some("--version" | "-V") => output::print(concat!("gradscape ", env!("CARGO_PKG_VERSION"))),
        Some(other) => Err(Failure::Usage(format!("unknown command “{other}”.\n{USAGE}"))),
        None => Err(Failure::Usage(USAGE.into())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => fail(&message, 2),
        Err(Failure::Other(message)) => fail(&message, 1),
    }
}

fn fail(message: &str, status: u8) -> ExitCode {
    eprintln!("gradscape: {message}");
    ExitCode::from(status)
}
