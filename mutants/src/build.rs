//! Makes a copy of the repository with switchable mutants, and compiles its tests.

use crate::mutant::Mutant;
use crate::switch::{MODULE, switched};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The compiled test programs.
pub struct Binaries {
    /// The unit tests.
    pub unit: PathBuf,
    /// `tests/reference.rs`.
    pub reference: PathBuf,
    /// `tests/export.rs`.
    pub export: PathBuf,
}

/// Copies the working tree, or a commit, to a folder below `target/`. Does not rewrite unchanged files.
pub fn tree(root: &Path, place: &Path, at: Option<&str>) -> Result<PathBuf, String> {
    let tree = place.join("tree");
    fs::create_dir_all(&tree).map_err(|error| format!("{}: {error}", tree.display()))?;
    let mut git = Command::new("git");
    git.current_dir(root);
    match at {
        None => git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]),
        Some(commit) => git.args(["ls-tree", "-r", "-z", "--name-only", commit]),
    };
    let names = text_of(&mut git)?;
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        let new = match at {
            None if !root.join(name).is_file() => continue,
            None => fs::read(root.join(name)).map_err(|error| format!("{name}: {error}"))?,
            Some(commit) => {
                let mut git = Command::new("git");
                git.current_dir(root).args(["show", &format!("{commit}:{name}")]);
                git.output().map_err(|error| format!("git: {error}"))?.stdout
            }
        };
        write(&tree.join(name), &new)?;
    }
    Ok(tree)
}

/// Writes a file only if its content changes, because cargo recompiles files with a newer time stamp.
fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = path.parent().expect("a file has a folder");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn text_of(command: &mut Command) -> Result<String, String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{command:?}: {error}"))?;
    String::from_utf8(output.stdout).map_err(|error| format!("{command:?}: {error}"))
}

fn cargo(root: &Path, tree: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Little optimisation: one build serves all mutants, and each trial is short.
    for setting in
        ["profile.test.opt-level=0", "profile.dev.opt-level=0", "profile.test.debug=false", "profile.dev.debug=false"]
    {
        cargo.args(["--config", setting]);
    }
    cargo.current_dir(tree).env("CARGO_TARGET_DIR", root.join("target/mutants/build")).env("RUSTFLAGS", "-Awarnings");
    cargo
}

/// Compiles the tests with all mutants that compile. Marks the others as not viable.
pub fn compiled(root: &Path, tree: &Path, mutants: &mut [Mutant]) -> Result<Binaries, String> {
    let mut originals = BTreeMap::new();
    for mutant in mutants.iter() {
        let path = tree.join(&mutant.file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        originals.insert(mutant.file.clone(), text);
    }
    let library = fs::read_to_string(tree.join("src/lib.rs")).map_err(|error| format!("src/lib.rs: {error}"))?;
    write(&tree.join("src/lib.rs"), format!("{library}\n#[doc(hidden)]\npub mod mutants;\n").as_bytes())?;
    write(&tree.join("src/mutants.rs"), MODULE.as_bytes())?;
    loop {
        for (file, text) in &originals {
            let here: Vec<&Mutant> = mutants.iter().filter(|mutant| mutant.viable && mutant.file == *file).collect();
            write(&tree.join(file), switched(text, &here).as_bytes())?;
        }
        let wrong = wrong(root, tree)?;
        if wrong.is_empty() {
            break;
        }
        let mut marked = false;
        for mutant in mutants.iter_mut().filter(|mutant| mutant.viable) {
            if wrong.iter().any(|text| text.contains(&format!("mutants::on({})", mutant.number))) {
                println!("does not compile: {mutant}");
                (mutant.viable, marked) = (false, true);
            }
        }
        if !marked {
            return Err(format!("the copy does not compile:\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n")));
        }
    }
    let mut build = cargo(root, tree);
    build.args(["test", "--no-run", "--package", "gradscape", "--lib", "--test", "reference", "--test", "export"]);
    let messages = text_of(build.arg("--message-format=json-render-diagnostics"))?;
    let mut programs = BTreeMap::new();
    for line in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if let (Some(program), Some(name)) = (line["executable"].as_str(), line["target"]["name"].as_str())
            && line["profile"]["test"] == true
        {
            programs.insert(name.to_string(), PathBuf::from(program));
        }
    }
    let mut program = |name: &str| programs.remove(name).ok_or_else(|| format!("the tests `{name}` were not compiled"));
    Ok(Binaries { unit: program("gradscape")?, reference: program("reference")?, export: program("export")? })
}

/// The source lines that the compiler rejects.
fn wrong(root: &Path, tree: &Path) -> Result<BTreeSet<String>, String> {
    let mut check = cargo(root, tree);
    check.args(["check", "--package", "gradscape", "--lib", "--message-format=json"]).stderr(Stdio::null());
    let output = check.output().map_err(|error| format!("cargo check: {error}"))?;
    let mut wrong = BTreeSet::new();
    for line in
        String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        let message = &line["message"];
        if message["level"] != "error" {
            continue;
        }
        for span in message["spans"].as_array().into_iter().flatten() {
            let texts = span["text"].as_array().into_iter().flatten().filter_map(|text| text["text"].as_str());
            wrong.extend(texts.map(str::to_string));
        }
        if message["spans"].as_array().is_none_or(Vec::is_empty)
            && !message["message"].as_str().unwrap_or_default().starts_with("aborting")
        {
            wrong.insert(message["rendered"].to_string());
        }
    }
    Ok(wrong)
}
