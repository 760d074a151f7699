//! A study's rows in a CSV file, and its tables in a document.

use gradscape::registry::Settings;
use gradscape::run::AnyRun;
use gradscape::scenarios;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The file of a study.
pub struct Record {
    path: &'static str,
    file: File,
    rows: Vec<String>,
}

impl Record {
    /// The file at `path` with the first line `head`; begun anew if that is another one.
    pub fn open(path: &'static str, head: &str) -> io::Result<Self> {
        let text = fs::read_to_string(path).unwrap_or_default();
        if text.lines().next() != Some(head) {
            fs::create_dir_all(Path::new(path).parent().expect("a folder"))?;
            fs::write(path, format!("{head}\n"))?;
        }
        let rows = fs::read_to_string(path)?.lines().skip(1).map(Into::into).collect();
        Ok(Self { path, file: OpenOptions::new().append(true).open(path)?, rows })
    }

    /// Whether there is a row that begins so.
    pub fn has(&self, start: &str) -> bool {
        self.rows.iter().any(|row| row.starts_with(start))
    }

    /// Adds the rows of one run, which are written at once.
    pub fn add(&mut self, rows: Vec<String>) -> io::Result<()> {
        self.file.write_all(rows.iter().map(|row| format!("{row}\n")).collect::<String>().as_bytes())?;
        self.file.flush()?;
        println!("{}: {}", self.path, rows.join(" · "));
        self.rows.extend(rows);
        Ok(())
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(String::as_str)
    }
}

/// Puts a table into a document, between `<!-- study: NAME -->` and `<!-- end -->`.
pub fn document(path: &str, name: &str, table: &str) -> io::Result<()> {
    let (open, close) = (format!("<!-- study: {name} -->"), "<!-- end -->");
    let text = fs::read_to_string(path)?;
    let parts = text.split_once(&open).and_then(|(before, rest)| Some((before, rest.split_once(close)?.1)));
    let Some((before, after)) = parts else {
        return Err(io::Error::other(format!("{path} has no place for the table {name}")));
    };
    fs::write(path, format!("{before}{open}\n\n{table}\n{close}{after}"))
}

/// The run of a settings string.
pub fn run(text: &str) -> AnyRun {
    let (settings, notices) = Settings::parse(text);
    assert!(notices.is_empty(), "{text}: {notices:?}");
    AnyRun::new(&settings, scenarios::data_file(&settings).map(|file| file.bytes)).expect("the data are good")
}

/// The middle of some numbers; of two in the middle their mean.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    (n > 0).then(|| 0.5 * (values[(n - 1) / 2] + values[n / 2]))
}

/// The cells of a row; one that holds a comma is quoted.
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
