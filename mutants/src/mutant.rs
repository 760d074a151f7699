//! Mutants, and the selection among them.

use crate::change::Change;
use crate::sites::{Site, sites};
use crate::{FOLDERS, Folder, Options};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// One change of the source.
#[derive(Clone)]
pub struct Mutant {
    /// Its number, from 1. The switch uses it.
    pub number: usize,
    /// Its folder, as an index into [`FOLDERS`].
    pub folder: usize,
    /// Its file below the tree's root.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// Identifies the mutant across versions of the file, as long as the place and its text stay the same.
    pub key: String,
    /// The place, as a range of bytes.
    pub range: Range<usize>,
    /// How the place is changed.
    pub change: Change,
    /// The description for the reader.
    pub words: String,
    /// Whether it compiles.
    pub viable: bool,
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:4}  {}:{}  {}", self.number, self.file, self.line, self.words)
    }
}

/// The mutants selected by the options, in the order of the files.
pub fn chosen(tree: &Path, options: &Options) -> Result<Vec<Mutant>, String> {
    let mut chosen = Vec::new();
    for (k, folder) in FOLDERS.iter().enumerate() {
        let mut mutants = all(tree, k, folder)?;
        mutants.sort_by_key(|mutant| (hash(options.seed, &mutant.key), mutant.key.clone()));
        mutants.truncate(options.each);
        mutants.sort_by(|a, b| (&a.file, a.range.start, &a.key).cmp(&(&b.file, b.range.start, &b.key)));
        chosen.extend(mutants);
    }
    chosen.iter_mut().enumerate().for_each(|(k, mutant)| mutant.number = k + 1);
    Ok(chosen)
}

/// Whether the options include a trial of this mutant.
pub fn is_asked(mutant: &Mutant, options: &Options) -> bool {
    let (place, parts) = options.shard;
    mutant.number % parts == place
        && options.folder.as_deref().is_none_or(|folder| folder == FOLDERS[mutant.folder].path)
        && (options.only.is_empty() || options.only.contains(&mutant.number))
}

/// FNV-1a, followed by the finaliser of MurmurHash3.
fn hash(seed: u64, text: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(text.bytes());
    let mut h = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        h = (h ^ (h >> 33)).wrapping_mul(factor);
    }
    h ^ (h >> 33)
}

fn all(tree: &Path, number: usize, folder: &Folder) -> Result<Vec<Mutant>, String> {
    let mut files = Vec::new();
    rust_files(&tree.join("src").join(folder.path), &mut files)?;
    let mut mutants = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let parsed = syn::parse_file(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.strip_prefix(tree).expect("a file of the tree").to_string_lossy().into_owned();
        let mut seen = BTreeMap::<String, usize>::new();
        for Site { range, change, words, scope } in sites(&text, &parsed) {
            let there: Vec<&str> = text[range.clone()].split_whitespace().collect();
            let there: String = there.join(" ").chars().take(60).collect();
            let base = format!("{name} {scope} {there} {words}");
            let times = seen.entry(base.clone()).or_default();
            *times += 1;
            let line = text[..range.start].matches('\n').count() + 1;
            let (key, file) = (format!("{base} {times}"), name.clone());
            mutants.push(Mutant { number: 0, folder: number, file, line, key, range, change, words, viable: true });
        }
    }
    Ok(mutants)
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let cannot = |error| format!("{}: {error}", folder.display());
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(cannot)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(cannot)?;
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            files.push(path);
        }
    }
    Ok(())
}
