//! Rows of a study in a CSV file, and its tables in a document.

use gradscape::registry::Settings;
use gradscape::run::AnyRun;
use gradscape::scenarios;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The CSV file of a study.
pub struct Record {
    path: &'static str,
    file: File,
    rows: Vec<String>,
}

impl Record {
    /// Opens the file at `path` with the header `head`; a file with another header is started anew.
    pub fn open(path: &'static str, head: &str) -> io::Result<Self> {
        let text = fs::read_to_string(path).unwrap_or_default();
        if text.lines().next() != Some(head) {
            fs::create_dir_all(Path::new(path).parent().expect("a folder"))?;
            fs::write(path, format!("{head}\n"))?;
        }
        let rows = fs::read_to_string(path)?.lines().skip(1).map(Into::into).collect();
        Ok(Self { path, file: OpenOptions::new().append(true).open(path)?, rows })
    }

    /// Opens an empty file at `path`.
    pub fn anew(path: &'static str, head: &str) -> io::Result<Self> {
        fs::write(path, "")?;
        Self::open(path, head)
    }

    /// Whether a row starts with this text.
    pub fn has(&self, start: &str) -> bool {
        self.rows.iter().any(|row| row.starts_with(start))
    }

    /// Adds the rows of one run and writes them to disk.
    pub fn add(&mut self, rows: Vec<String>) -> io::Result<()> {
        self.file.write_all(rows.iter().map(|row| format!("{row}\n")).collect::<String>().as_bytes())?;
        self.file.flush()?;
        println!("{}: {}", self.path, rows.join(" · "));
        self.rows.extend(rows);
        Ok(())
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(String::as_str)
    }
}

/// Writes a table into a document, between `<!-- study: NAME -->` and `<!-- end -->`.
pub fn document(path: &str, name: &str, table: &str) -> io::Result<()> {
    let (open, close) = (format!("<!-- study: {name} -->"), "<!-- end -->");
    let text = fs::read_to_string(path)?;
    let parts = text.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(close)?.1)));
    let Some((before, after)) = parts else {
        return Err(io::Error::other(format!("{path} has no place for the table {name}")));
    };
    fs::write(path, format!("{before}{open}\n\n{table}\n{close}{after}"))
}

/// The run described by a settings string.
pub fn run(text: &str) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert!(notices.is_empty(), "{text}: {notices:?}");
    AnyRun::new(&settings, scenarios::data_file(&settings).map(|file| file.bytes)).expect("the data are good")
}

/// The median; for an even count, the mean of the two middle values.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    (n > 0).then(|| 0.5 * (values[(n - 1) / 2] + values[n / 2]))
}

/// The cells of a row; a cell with a comma is quoted.
pub fn cells(row: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for sign in row.chars() {
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            sign => cells.last_mut().expect("at least one").push(sign),
        }
    }
    cells
}
