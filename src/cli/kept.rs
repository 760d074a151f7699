//! A file of results that grows line by line, and that an interrupted command continues.
//!
//! Beside FILE stands FILE.about.json, which says what the lines are results of. A command continues a file only if it
//! says the same. A last line without its end was cut off while it was written, and is removed.

use super::Failure;
use serde_json::Value;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The file, open for more lines.
pub struct Kept {
    file: File,
    name: String,
}

impl Kept {
    /// Opens or creates `name`, the results of `about`. `header` is its first line, if it has one. `known` checks each
    /// line that is there, counted from 0. Returns the file and the number of lines.
    pub fn open(
        name: &str,
        about: &Value,
        header: Option<&str>,
        mut known: impl FnMut(usize, &str) -> bool,
    ) -> Result<(Self, usize), Failure> {
        let fails = |error: std::io::Error| Failure::Other(format!("{name} cannot be written: {error}"));
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(name).map_err(fails)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::Other(format!("{name} is being written by another command.")));
            }
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) => {}
        }
        let is_new = file.metadata().map_err(fails)?.len() == 0;
        same(name, about, is_new)?;
        let (mut good, mut count) = (0_u64, 0_usize);
        {
            let mut lines = BufReader::new(&mut file);
            let mut line = Vec::new();
            let mut is_header = header.is_some();
            loop {
                line.clear();
                let length = lines.read_until(b'\n', &mut line).map_err(fails)?;
                if line.last() != Some(&b'\n') {
                    break; // The end, or a line that was cut off.
                }
                let text = std::str::from_utf8(&line[..length - 1]).unwrap_or("\0");
                let fits = if is_header { Some(text) == header } else { known(count, text) };
                if !fits {
                    let number = count + 1 + usize::from(header.is_some() && !is_header);
                    return Err(Failure::Other(format!(
                        "{name}: line {number} is not what this command writes there; choose another file, or delete it."
                    )));
                }
                count += usize::from(!is_header);
                is_header = false;
                good += length as u64;
            }
        }
        file.set_len(good).map_err(fails)?;
        file.seek(SeekFrom::End(0)).map_err(fails)?;
        let mut kept = Self { file, name: name.into() };
        if let Some(header) = header.filter(|_| good == 0) {
            kept.add(header)?;
        }
        Ok((kept, count))
    }

    /// Writes a line at once.
    pub fn add(&mut self, line: &str) -> Result<(), Failure> {
        let fails = |error: std::io::Error| Failure::Other(format!("{} cannot be written: {error}", self.name));
        self.file.write_all(format!("{line}\n").as_bytes()).map_err(fails)
    }
}

/// The file that says what the lines of `name` are.
pub fn beside(name: &str) -> PathBuf {
    PathBuf::from(format!("{name}.about.json"))
}

/// What the lines of `name` are; `None` if nothing says so.
pub fn about(name: &str) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(beside(name)).ok()?).ok()
}

/// Checks that the lines of `name` are results of `wanted`, or says so beside a new file.
fn same(name: &str, wanted: &Value, is_new: bool) -> Result<(), Failure> {
    let path = beside(name);
    if is_new {
        return write(&path, wanted);
    }
    match about(name) {
        Some(found) if found == *wanted => Ok(()),
        Some(found) => {
            let object = |value: &Value| value.as_object().cloned().unwrap_or_default();
            let (found, wanted) = (object(&found), object(wanted));
            let key = wanted.keys().chain(found.keys()).find(|key| wanted.get(*key) != found.get(*key));
            let key = key.cloned().unwrap_or_default();
            let of = |value: Option<&Value>| value.map_or("nothing".into(), Value::to_string);
            Err(Failure::Usage(format!(
                "{name} has results of another command: {key} was {}, and is now {}. Choose another file, or delete it.",
                of(found.get(&key)),
                of(wanted.get(&key)),
            )))
        }
        None => Err(Failure::Usage(format!(
            "{name} is there already, and no {} says what it holds. Choose another file, or delete it.",
            path.display()
        ))),
    }
}

/// Writes all or nothing.
fn write(path: &Path, about: &Value) -> Result<(), Failure> {
    let fails = |error: std::io::Error| Failure::Other(format!("{} cannot be written: {error}", path.display()));
    let part = path.with_extension("part");
    std::fs::write(&part, format!("{about:#}\n")).map_err(fails)?;
    std::fs::rename(&part, path).map_err(fails)
}
