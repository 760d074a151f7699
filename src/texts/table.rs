//! A language's table: lines of `id = text`, with `{argument}` where an argument goes.
//!
//! ```text
//! # A comment.
//! story.converged = Der Gradient ist {norm}.
//! ```

use std::collections::BTreeMap;

/// A language beside English.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its code, as in a `lang` attribute.
    pub id: &'static str,
    /// Its table.
    pub source: &'static str,
}

/// One translated text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The id of the text.
    pub id: &'a str,
    /// The text.
    pub text: &'a str,
}

/// The lines of a table. Blank lines and lines that begin with `#` are skipped, and so are lines without ` = `.
pub fn lines(source: &str) -> impl Iterator<Item = Line<'_>> {
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(id, text)| Line { id: id.trim(), text: text.trim() })
}

/// A table that has been read.
pub(super) struct Table(BTreeMap<String, String>);

impl Table {
    /// Reads a table.
    pub(super) fn read(source: &str) -> Self {
        Self(lines(source).map(|line| (line.id.to_string(), line.text.to_string())).collect())
    }

    /// The text called `id`.
    pub(super) fn find(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}
