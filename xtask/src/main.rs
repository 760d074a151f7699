//! `cargo xtask`: builds, serves, tests and measures Gradscape. Every command does its own set-up.

mod bench;
mod budget;
mod bundle;
mod dist;
mod first;
mod gallery;
mod glue;
mod lint;
mod module;
mod mutants;
mod node;
mod order;
mod package;
mod serve;
mod shell;
mod sizes;
mod split;
mod study;
mod tally;
mod test;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  build [--no-optimise|--baseline]        write the page to dist/ and print its sizes and how they have changed;
                                          fails above the budget of benches/baseline.json (--baseline takes
                                          today's sizes into that file)
  serve [--port 8080] [--no-build]        build the page and serve it on this machine
  test  [lint|native|wasm|browser|package|packages]
                                          run every test, or one part of them; `packages`, which `test` alone leaves
                                          out, also builds pages with the npm package in Vite, React, Vue, webpack,
                                          Parcel and Next.js
  test  engines                           open the page in one file from disk in Chromium, Firefox and WebKit
  test  hosts [NAME...]                   build the recipes of docs/embedding.md and use them in a browser; installs
                                          their tools below target/hosts
  bench [--quick] [--only W3,W5] [--no-page]
                                          measure the engine beside other libraries and the machine's limit, and
                                          the page; Python is the one that PYTHON names
  first                                   note which functions a visit begins with (xtask/first.txt): they become the
                                          engine's first part, the rest is fetched when the first picture stands
  package npm                             the page as an npm package, in target/package/
  offline                                 the page in one file, dist/gradscape-offline.html, and as a classic script,
                                          dist/gradscape.one.js
  gallery                                 draw every chart anew into tests/snapshots, where the tests compare them, and
                                          write docs/gallery.md
  study [recall|latch|market|volatility|regimes|theory|calibration|verdicts|remedies|autopsies]
                                          the tables of docs/recurrent.md, docs/finance.md, docs/theory.md and
                                          docs/verdicts.md; goes on where it was left
  mutants [--folder F] [--shard K/N] [--list]
                                          change lines of the engine and see whether a test fails (docs/mutation.md)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["build", options @ ..] => dist::command(options),
        ["serve", options @ ..] => serve::command(options),
        ["test", options @ ..] => test::command(options),
        ["bench", options @ ..] => bench::command(options),
        ["first"] => first::command(),
        ["package", options @ ..] => package::command(options),
        ["offline"] => package::offline(),
        ["gallery"] => gallery::command(),
        ["study", name] => study::command(name),
        ["mutants", options @ ..] => mutants::command(options),
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
