//! `cargo xtask`: builds, serves, tests and measures Gradscape. Every command does its own set-up.

mod bench;
mod dist;
mod lint;
mod node;
mod serve;
mod shell;
mod sizes;
mod study;
mod tally;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  build [--no-optimise]                   write the page to dist/ and print its sizes
  serve [--port 8080] [--no-build]        build the page and serve it on this machine
  test  [lint|native|wasm|browser]        run every test, or one part of them
  bench [--quick]                         measure the engine beside plain JavaScript in Chromium
  study recall                            how far back cells remember: goes on where it was left, docs/recurrent.md
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["build", options @ ..] => dist::command(options),
        ["serve", options @ ..] => serve::command(options),
        ["test", options @ ..] => test::command(options),
        ["bench", options @ ..] => bench::command(options),
        ["study", "recall"] => study::recall(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [other, ..] => Err(format!("there is no command `{other}`\n\n{USAGE}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
