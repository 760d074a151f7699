//! An error in a file, with its position.

use crate::texts::data;
use std::fmt;

/// An error in a file, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A sentence, without the position.
    pub cause: String,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Name of the column.
    pub column: Option<String>,
}

impl Fault {
    /// An error of the file as a whole.
    pub fn whole(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), line: None, column: None }
    }

    /// An error in a line.
    pub fn at(line: u64, cause: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::whole(cause) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, &self.column) {
            (Some(line), Some(column)) => f.write_str(&data::at_line_and_column(&line, column, &self.cause)),
            (Some(line), None) => f.write_str(&data::at_line(&line, &self.cause)),
            (None, Some(column)) => f.write_str(&data::at_column(column, &self.cause)),
            (None, None) => f.write_str(&self.cause),
        }
    }
}
