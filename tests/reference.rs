//! Checks the engine against reference vectors from PyTorch: every case and table of a folder, in f64 and f32.
//!
//! The folder is the one named by the variable `GRADSCAPE_REFERENCE` (seen from the repository's root), or the copy in
//! the repository; `vectors/README.md` there describes the format and the tolerances. What the engine does not have
//! yet is listed by name. What disagrees or is not understood fails.

mod reference {
    pub mod case;
    pub mod check;
    pub mod features;
    pub mod network;
    pub mod outcome;
    pub mod run;
    pub mod signals;
    pub mod tables;
    pub mod tensors;
    pub mod training;
}

use reference::features::Features;
use reference::outcome::{Refused, panic_message};
use reference::{run, tables};
use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, panic};

/// Results for a folder.
#[derive(Default)]
struct Tally {
    cases: usize,
    failed: usize,
    numbers: usize,
    tables: usize,
    features: Features,
    not_covered: Vec<(String, String)>,
}

fn main() -> ExitCode {
    // Tools that run tests one by one ask for a list; this test runs as a whole.
    if env::args().any(|argument| argument == "--list") {
        println!("reference: test");
        return ExitCode::SUCCESS;
    }
    let named = env::var_os("GRADSCAPE_REFERENCE").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/vectors"));
    // A case that panics is reported like any other failure, in one line.
    panic::set_hook(Box::new(|_| {}));
    let mut tally = Tally { features: Features::read(&folder), ..Tally::default() };
    match files(&folder) {
        Ok(files) => files.iter().for_each(|file| tally.take(file)),
        Err(message) => tally.fail(&folder.display().to_string(), &message),
    }
    tally.report()
}

/// The folder's cases and tables, and tensors that no case describes, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let cannot = |error| format!("cannot be read: {error}");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let orphan = path.extension().is_some_and(|e| e == "safetensors") && !path.with_extension("json").exists();
        if path.extension().is_some_and(|e| e == "json") || orphan {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() { Err("holds no case".into()) } else { Ok(files) }
}

impl Tally {
    fn take(&mut self, file: &Path) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if file.extension().is_some_and(|e| e == "safetensors") {
            self.cases += 1;
            self.fail(&name, "tensors without a description");
        } else if let Some(table) = tables::find(&name) {
            self.tables += 1;
            match catch_unwind(|| table(file)).unwrap_or_else(|payload| Err(panic_message(&*payload))) {
                Ok(coverage) => {
                    let (covered, missing) = (coverage.covered, grouped(&coverage.missing));
                    let rows = covered + coverage.missing.len();
                    let rest = if missing.is_empty() { String::new() } else { format!("; not covered yet: {missing}") };
                    println!("reference: table {name}: {covered} of {rows} rows agree{rest}");
                }
                Err(message) => self.fail(&format!("table {name}"), &message),
            }
        } else {
            let outcome =
                catch_unwind(|| run::case(file)).unwrap_or_else(|payload| Err(panic_message(&*payload).into()));
            self.features.count(&name, outcome.is_ok());
            match outcome {
                Ok(numbers) => {
                    self.cases += 1;
                    self.numbers += numbers;
                }
                Err(Refused::NotCovered(what)) => self.not_covered.push((name, what)),
                Err(Refused::Wrong(message)) => {
                    self.cases += 1;
                    self.fail(&name, &message);
                }
            }
        }
    }

    fn fail(&mut self, name: &str, message: &str) {
        self.failed += 1;
        println!("reference: FAILED {name}: {}", message.replace('\n', " "));
    }

    fn report(&self) -> ExitCode {
        for (name, what) in &self.not_covered {
            println!("reference: not covered yet: {name} ({what})");
        }
        for line in self.features.lines() {
            println!("reference: cases that agree by {line}");
        }
        let (numbers, more) = (self.numbers, self.not_covered.len());
        println!(
            "reference: {} tables; {numbers} numbers of the cases agree; {more} cases not covered yet",
            self.tables
        );
        println!("reference: {} cases, {} failed", self.cases, self.failed);
        let passed = (self.cases + self.tables).saturating_sub(self.failed);
        let word = if self.failed == 0 { "ok" } else { "FAILED" };
        println!(
            "\ntest result: {word}. {passed} passed; {} failed; 0 ignored; 0 measured; 0 filtered out\n",
            self.failed
        );
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Names with their counts.
fn grouped(names: &[String]) -> String {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_insert(0) += 1;
    }
    let one = |(name, count)| if count == 1 { String::from(name) } else { format!("{name} (×{count})") };
    counts.into_iter().map(|(name, count): (&String, i32)| one((name.as_str(), count))).collect::<Vec<_>>().join(", ")
}
