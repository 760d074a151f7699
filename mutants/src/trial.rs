//! Trials: run the tests of a mutant's folder with the mutant switched on.

use crate::build::Binaries;
use crate::mutant::{Mutant, is_asked};
use crate::{FOLDERS, Options};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The result for one mutant.
pub struct Trial {
    /// The mutant.
    pub mutant: Mutant,
    /// Which test noticed it, if any.
    pub outcome: Outcome,
}

/// Which test noticed a mutant, if any.
pub enum Outcome {
    /// It does not compile.
    NotViable,
    /// This test failed.
    Caught(String),
    /// No test failed.
    Survived,
}

/// A mutant whose tests take longer than this probably loops, so they are stopped.
const LIMIT: Duration = Duration::from_secs(120);

/// Tries all requested mutants, two at a time.
pub fn all(
    root: &Path,
    tree: &Path,
    binaries: &Binaries,
    mutants: &[Mutant],
    options: &Options,
) -> Result<Vec<Trial>, String> {
    let programs: Vec<Vec<Program>> =
        (0..FOLDERS.len()).map(|folder| programs(root, tree, binaries, folder)).collect::<Result<_, _>>()?;
    for (folder, programs) in FOLDERS.iter().zip(&programs) {
        let asked = mutants
            .iter()
            .any(|mutant| mutant.viable && FOLDERS[mutant.folder].path == folder.path && is_asked(mutant, options));
        if let Some(failed) = asked.then(|| programs.iter().find_map(|program| program.fails(tree, 0))).flatten() {
            return Err(format!("without any mutant a test of {} fails: {failed}", folder.path));
        }
    }
    let asked: Vec<&Mutant> = mutants.iter().filter(|mutant| is_asked(mutant, options)).collect();
    let (next, trials) = (Mutex::new(asked.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(mutant) = next.lock().expect("no thread panics").next() else { return };
                    let caught =
                        || programs[mutant.folder].iter().find_map(|program| program.fails(tree, mutant.number));
                    let outcome = match mutant.viable {
                        false => Outcome::NotViable,
                        true => caught().map_or(Outcome::Survived, Outcome::Caught),
                    };
                    match &outcome {
                        Outcome::Caught(test) => println!("caught    {mutant}\n            by {test}"),
                        Outcome::Survived => println!("SURVIVED  {mutant}"),
                        Outcome::NotViable => {}
                    }
                    trials.lock().expect("no thread panics").push(Trial { mutant: (*mutant).clone(), outcome });
                }
            });
        }
    });
    let mut trials = trials.into_inner().expect("no thread panics");
    trials.sort_by_key(|trial| trial.mutant.number);
    Ok(trials)
}

/// A test program.
struct Program {
    path: PathBuf,
    arguments: Vec<String>,
    vectors: Option<PathBuf>,
    /// Whether two copies must not run at the same time.
    alone: bool,
}

/// The programs for a folder, the fastest first.
fn programs(root: &Path, tree: &Path, binaries: &Binaries, folder: usize) -> Result<Vec<Program>, String> {
    let folder = &FOLDERS[folder];
    let vectors = root.join("target/mutants/vectors").join(folder.path.replace('/', "-"));
    let cannot = |error| format!("{}: {error}", vectors.display());
    fs::create_dir_all(&vectors).map_err(cannot)?;
    for entry in fs::read_dir(tree.join("tests/reference/vectors")).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let data = name.ends_with(".json") || name.ends_with(".safetensors");
        if data && folder.vectors.iter().any(|beginning| name.starts_with(beginning)) {
            fs::copy(&path, vectors.join(&name)).map_err(cannot)?;
        }
    }
    let arguments = folder.tests.iter().map(|test| test.to_string()).collect();
    Ok(vec![
        Program { path: binaries.unit.clone(), arguments, vectors: None, alone: false },
        Program { path: binaries.reference.clone(), arguments: Vec::new(), vectors: Some(vectors), alone: false },
        Program { path: binaries.export.clone(), arguments: vec!["scripts_read".into()], vectors: None, alone: true },
    ])
}

impl Program {
    /// The first test that fails with a mutant switched on.
    fn fails(&self, tree: &Path, mutant: usize) -> Option<String> {
        // These tests write files with fixed names.
        static ALONE: Mutex<()> = Mutex::new(());
        let _alone = self.alone.then(|| ALONE.lock().expect("no thread panics"));
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).current_dir(tree).env("MUTANT", mutant.to_string()).env("RUST_BACKTRACE", "0");
        // Behaves as on a machine without PyTorch.
        command.env("PYTHON", "no-python").env("RUST_TEST_THREADS", "2");
        if let Some(vectors) = &self.vectors {
            command.env("GRADSCAPE_REFERENCE", vectors);
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let log = std::env::temp_dir().join(format!("mutant-{}-{mutant}-{name}", std::process::id()));
        let file = fs::File::create(&log).expect("a log can be written");
        command.stdout(file).stderr(Stdio::null());
        let mut child = command.spawn().expect("the tests run");
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("the tests run") {
                break Some(status);
            }
            if start.elapsed() > LIMIT {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let text = fs::read_to_string(&log).unwrap_or_default();
        let _ = fs::remove_file(&log);
        let Some(status) = status else { return Some("no end in time".into()) };
        (!status.success()).then(|| {
            let failed = |line: &str| {
                let unit = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED"));
                unit.or_else(|| line.strip_prefix("reference: FAILED ")).map(str::to_string)
            };
            text.lines().find_map(failed).unwrap_or_else(|| format!("{name} ended with {status}"))
        })
    }
}
