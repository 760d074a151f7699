//! Mutation testing: changes one line of the engine at a time and checks whether a test fails.
//!
//! All selected mutants are compiled together, each behind a switch. A trial therefore only runs the tests, without
//! another build. `docs/mutation.md` explains the command and lists the results.

mod build;
mod change;
mod mutant;
mod python;
mod report;
mod sites;
mod switch;
mod trial;

use std::path::Path;
use std::process::ExitCode;

/// A folder of `src/`, and the tests that should notice a mutant in it.
pub struct Folder {
    /// Its path below `src/`.
    pub path: &'static str,
    /// Unit tests, by prefix of their names.
    pub tests: &'static [&'static str],
    /// Files of `tests/reference/vectors`, by prefix of their names.
    pub vectors: &'static [&'static str],
}

const fn folder(path: &'static str, tests: &'static [&'static str], vectors: &'static [&'static str]) -> Folder {
    Folder { path, tests, vectors }
}

const FOLDERS: [Folder; 7] = [
    folder("activations", &["activations::", "oracles::", "export::"], &["act"]),
    folder("clips", &["clips::", "oracles::", "export::"], &["clip"]),
    folder("optimizers", &["optimizers::", "oracles::", "export::"], &["opt", "sched_one_cycle"]),
    folder("losses", &["losses::", "oracles::", "export::"], &["loss"]),
    folder("schedules", &["schedules::", "oracles::", "export::"], &["sched"]),
    folder("initializers", &["initializers::", "oracles::", "export::"], &["init_schemes"]),
    folder("networks/norms", &["networks::norms", "oracles::", "export::"], &["norm", "residual"]),
];

const USAGE: &str = "\
usage: cargo xtask mutants [OPTIONS]

  --seed N       picks other mutants (default 1)
  --each N       mutants for each folder (default 30)
  --shard K/N    only every N-th mutant, beginning with the K-th (from 0)
  --folder PATH  only one folder, for example clips
  --only N,N     only the mutants of these numbers
  --at COMMIT    the source and the tests of another commit
  --list         prints the chosen mutants and runs nothing
";

/// The options of the command line.
pub struct Options {
    /// Seed of the selection.
    pub seed: u64,
    /// Number of mutants for each folder.
    pub each: usize,
    /// Index of this part, and number of parts.
    pub shard: (usize, usize),
    /// The only folder to test, if one is given.
    pub folder: Option<String>,
    /// The only mutants to try, if some are given.
    pub only: Vec<usize>,
    /// The commit to test instead of the working tree.
    pub at: Option<String>,
    /// Whether to print the mutants and stop.
    pub list: bool,
}

fn options() -> Result<Options, String> {
    let mut options =
        Options { seed: 1, each: 30, shard: (0, 1), folder: None, only: Vec::new(), at: None, list: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if word == "--list" {
            options.list = true;
            continue;
        }
        let value = words.next().ok_or_else(|| format!("{word} needs a value\n\n{USAGE}"))?;
        let wrong = || format!("`{word} {value}` is not understood\n\n{USAGE}");
        match word.as_str() {
            "--seed" => options.seed = value.parse().map_err(|_| wrong())?,
            "--each" => options.each = value.parse().map_err(|_| wrong())?,
            "--shard" => {
                let (place, parts) = value.split_once('/').ok_or_else(wrong)?;
                options.shard = (place.parse().map_err(|_| wrong())?, parts.parse().map_err(|_| wrong())?);
                if options.shard.0 >= options.shard.1 {
                    return Err(wrong());
                }
            }
            "--folder" => options.folder = Some(value),
            "--only" => {
                options.only = value.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
            }
            "--at" => options.at = Some(value),
            _ => return Err(wrong()),
        }
    }
    Ok(options)
}

fn command() -> Result<bool, String> {
    let options = options()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let place = root.join("target/mutants").join(options.at.as_deref().unwrap_or("now"));
    let tree = build::tree(root, &place, options.at.as_deref())?;
    let mut mutants = mutant::chosen(&tree, &options)?;
    if options.list {
        mutants.iter().for_each(|mutant| println!("{mutant}"));
        return Ok(true);
    }
    let binaries = build::compiled(root, &tree, &mut mutants)?;
    let trials = trial::all(root, &tree, &binaries, &mutants, &options)?;
    report::print(root, &trials)
}

fn main() -> ExitCode {
    match command() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
