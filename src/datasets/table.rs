//! Tables of data: CSV text, with or without a header line, as columns of numbers or labels.
//!
//! Bundled data and the user's own are read the same way. Errors name line and column ([`Fault`]).

mod fault;
mod survey;

pub use fault::Fault;

use crate::texts::{Text, data};
use std::collections::BTreeMap;
use survey::Survey;

/// Most rows of a table.
pub const MOST_ROWS: usize = 50_000;
/// Most columns of a table.
pub const MOST_COLUMNS: usize = 1000;
/// Most bytes of a file; larger ones are rejected before they are read.
pub const MOST_BYTES: u64 = 32 << 20;
/// A column with more different labels counts as free text.
pub const MOST_LABELS: usize = 100;

/// Columns of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Number of rows.
    pub rows: usize,
    /// From left to right, at least one.
    pub columns: Vec<Column>,
}

/// A named column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// From the header, or `column 3`; unique.
    pub name: String,
    /// Its content.
    pub cells: Cells,
}

/// The content of a column. If most cells are numbers, all have to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Finite numbers.
    Numbers(Vec<f64>),
    /// Labels.
    Labels {
        /// The different labels in alphabetical order.
        names: Vec<String>,
        /// The label of every row.
        of: Vec<usize>,
    },
    /// Free text: names, dates, remarks.
    Text,
}

impl Table {
    /// Reads a file: UTF-8 text, cells separated by commas, semicolons or tabs, quoted if necessary.
    ///
    /// # Errors
    ///
    /// Says what cannot be read, and in which line and column.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let text = text(bytes)?;
        let separator = separator(text);
        let survey = Survey::of(text, separator)?;
        let mut columns: Vec<Builder> = survey.names().into_iter().zip(&survey.numeric).map(Builder::new).collect();
        records(text, separator, |k, line, cells| {
            if k == 0 && survey.header {
                return Ok(());
            }
            columns.iter_mut().zip(cells.iter()).try_for_each(|(column, cell)| column.add(line, cell.trim()))
        })?;
        let rows = survey.lines - usize::from(survey.header);
        Ok(Self { rows, columns: columns.into_iter().map(Builder::built).collect() })
    }

    /// The cells of a column as texts, for columns of free text.
    ///
    /// # Errors
    ///
    /// Those of [`Self::read`].
    pub fn texts(bytes: &[u8], column: usize) -> Result<Vec<String>, Fault> {
        let text = text(bytes)?;
        let separator = separator(text);
        let survey = Survey::of(text, separator)?;
        let mut found = Vec::new();
        records(text, separator, |k, _, cells| {
            if k > 0 || !survey.header {
                found.push(cells.get(column).unwrap_or_default().trim().to_string());
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Index of a column, by name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The numbers of a required column.
    ///
    /// # Errors
    ///
    /// There is no such column, or it does not hold numbers.
    pub fn numbers(&self, name: &str) -> Result<&[f64], Fault> {
        match self.find(name).map(|k| &self.columns[k].cells) {
            Some(Cells::Numbers(numbers)) => Ok(numbers),
            _ => Err(Fault { column: Some(name.into()), ..Fault::whole(data::not_numbers()) }),
        }
    }
}

/// The file as text, without a byte order mark.
fn text(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::whole(too_large(bytes.len() as u64)));
    }
    let line = |at: usize| bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(Fault::at(line(at), data::binary()));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}')),
        Err(error) => Err(Fault::at(line(error.valid_up_to()), data::not_utf_8())),
    }
}

/// The error message for a file that is too large.
pub fn too_large(bytes: u64) -> Text {
    data::too_large(&bytes.div_ceil(1 << 20), &(MOST_BYTES >> 20))
}

/// The most frequent of comma, semicolon and tab in the first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default().as_bytes();
    let count = |separator: u8| first.iter().filter(|byte| **byte == separator).count();
    [b';', b'\t'].into_iter().fold(b',', |best, other| if count(other) > count(best) { other } else { best })
}

/// Calls `each` with number, line and cells of every record.
fn records(
    text: &str,
    separator: u8,
    mut each: impl FnMut(usize, u64, &csv::StringRecord) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut k = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => each(k, record.position().map_or(k as u64 + 1, |at| line(text, at)), &record)?,
            Ok(false) => return Ok(()),
            Err(error) => return Err(Fault::whole(error.to_string())),
        }
        k += 1;
    }
}

/// The line of a record's first cell. The reader counts empty lines before a record as part of it.
fn line(text: &str, at: &csv::Position) -> u64 {
    let rest = text.as_bytes().get(at.byte() as usize..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n');
    at.line() + empty.count() as u64
}

/// Whether a cell marks a missing number.
fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 6] = ["", "na", "n/a", "null", "none", "?"];
    cell.parse::<f64>().is_ok_and(|x| !x.is_finite()) || WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|x: &f64| x.is_finite())
}

/// A column being built.
struct Builder {
    name: String,
    numbers: Option<Vec<f64>>,
    /// Labels in order of first occurrence; `None` if there were too many.
    words: Option<BTreeMap<String, usize>>,
    of: Vec<usize>,
}

impl Builder {
    fn new((name, numeric): (String, &bool)) -> Self {
        Self { name, numbers: numeric.then(Vec::new), words: (!numeric).then(BTreeMap::new), of: Vec::new() }
    }

    fn add(&mut self, line: u64, cell: &str) -> Result<(), Fault> {
        if let Some(numbers) = &mut self.numbers {
            let cause = || match cell {
                "" => data::empty_cell(),
                _ => data::no_number(&cell.chars().take(40).collect::<String>()),
            };
            let fault = || Fault { column: Some(self.name.clone()), ..Fault::at(line, cause()) };
            numbers.push(number(cell).ok_or_else(fault)?);
        } else if let Some(words) = &mut self.words {
            let next = words.len();
            self.of.push(*words.entry(cell.to_string()).or_insert(next));
            if words.len() > MOST_LABELS {
                self.words = None;
            }
        }
        Ok(())
    }

    fn built(self) -> Column {
        let cells = match (self.numbers, self.words) {
            (Some(numbers), _) => Cells::Numbers(numbers),
            (None, Some(words)) => {
                let mut place = vec![0; words.len()];
                words.values().enumerate().for_each(|(k, first)| place[*first] = k);
                let of = self.of.into_iter().map(|first| place[first]).collect();
                Cells::Labels { names: words.into_keys().collect(), of }
            }
            (None, None) => Cells::Text,
        };
        Column { name: self.name, cells }
    }
}

#[cfg(test)]
mod tests;
