//! A first pass over a file: number of lines, whether the first one is a header, which columns hold numbers.

use super::{Fault, MOST_COLUMNS, MOST_ROWS, is_missing, number, records};
use crate::texts::data;

/// The result of a first pass over a file.
pub struct Survey {
    /// Cells of the first line.
    first: Vec<String>,
    /// Number of lines, the header included.
    pub lines: usize,
    /// Whether the first line is a header.
    pub header: bool,
    /// Which columns hold numbers.
    pub numeric: Vec<bool>,
}

impl Survey {
    /// Scans all lines.
    pub fn of(text: &str, separator: u8) -> Result<Self, Fault> {
        let (mut first, mut numbers, mut lines): (Vec<String>, Vec<usize>, usize) = Default::default();
        records(text, separator, |k, line, cells| {
            lines = k + 1;
            if k == 0 && cells.len() > MOST_COLUMNS {
                return Err(Fault::at(line, data::many_columns(&MOST_COLUMNS)));
            } else if k == 0 {
                first = cells.iter().map(|cell| cell.trim().to_string()).collect();
                numbers = vec![0; first.len()];
            } else if cells.len() != first.len() {
                let count = |n: usize| if n == 1 { data::one_cell() } else { data::cells(&n) };
                return Err(Fault::at(line, data::uneven(&count(cells.len()), &count(first.len()))));
            } else if k > MOST_ROWS {
                return Err(Fault::at(line, data::many_rows(&MOST_ROWS)));
            } else {
                for (count, cell) in numbers.iter_mut().zip(cells) {
                    *count += usize::from(number(cell.trim()).is_some());
                }
            }
            Ok(())
        })?;
        let numeric: Vec<bool> = numbers.iter().map(|count| *count > 0 && 2 * count >= lines - 1).collect();
        // A word above numbers makes the line a header.
        let header = first.iter().zip(&numeric).any(|(cell, is)| *is && number(cell).is_none() && !is_missing(cell));
        let rows = lines - usize::from(header);
        if rows > MOST_ROWS {
            return Err(Fault::whole(data::too_many_rows(&rows, &MOST_ROWS)));
        }
        if rows < 2 {
            return Err(Fault::whole(data::too_few_rows()));
        }
        Ok(Self { first, lines, header, numeric })
    }

    /// The columns' names, made unique.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (k, cell) in self.first.iter().enumerate() {
            let plain = if self.header && !cell.is_empty() { cell.clone() } else { data::column(&(k + 1)).into() };
            let mut name = plain.clone();
            let mut count = 1;
            while names.contains(&name) {
                count += 1;
                name = format!("{plain} ({count})");
            }
            names.push(name);
        }
        names
    }
}
