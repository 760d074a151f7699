//! The user's own CSV file before training: whether it can be used, and what it contains.

use crate::datasets::own_csv::{self, hash};
use crate::datasets::table::{self, Cells, Fault, Table};
use crate::datasets::{Data, Targets};
use crate::json;
use crate::registry::Settings;
use crate::registry::keys::SCENARIO;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A CSV file that the settings ask for.
#[derive(Clone)]
pub struct Own {
    /// The file name under which the page stores it.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Its hash.
    pub hash: String,
}

/// The file that the settings ask for; its name and hash are empty if the settings do not state them.
pub fn wanted(settings: &Settings) -> Option<Own> {
    (settings.get(&SCENARIO) == own_csv::ID).then(|| {
        let (name, hash) = own_csv::named(settings).unwrap_or_default();
        Own { file: format!("csv:{hash}"), name, hash }
    })
}

/// Why a file of this size is rejected; undefined if it is accepted.
#[wasm_bindgen(js_name = csvTooLarge)]
pub fn csv_too_large(bytes: f64) -> Option<String> {
    (bytes > table::MOST_BYTES as f64).then(|| table::too_large(bytes as u64).into_owned())
}

/// Inspects a file. JSON `{hash, rows, columns: [{name, kind}], inputs, target, classes}`, where `classes` is null for
/// regression, or `{error}`, a sentence with line and column.
#[wasm_bindgen(js_name = readCsv)]
pub fn read_csv(file: &[u8], target: &str) -> String {
    let read =
        Table::read(file).and_then(|table| own_csv::data(&table, target).map(|data| summary(file, &table, &data)));
    read.unwrap_or_else(|fault: Fault| json::text(&CsvError { error: fault.to_string() }))
}

#[derive(Serialize)]
struct CsvError {
    error: String,
}

#[derive(Serialize)]
struct CsvSummary<'a> {
    hash: String,
    rows: usize,
    columns: Vec<Column<'a>>,
    inputs: usize,
    target: &'a str,
    classes: Option<usize>,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    kind: &'static str,
}

impl<'a> Column<'a> {
    fn of(column: &'a table::Column) -> Self {
        let kind = match column.cells {
            Cells::Numbers(_) => "numbers",
            Cells::Labels { .. } => "labels",
            Cells::Text => "text",
        };
        Self { name: &column.name, kind }
    }
}

fn summary(file: &[u8], table: &Table, data: &Data) -> String {
    let classes = match data.targets {
        Targets::Classes { count, .. } => Some(count),
        Targets::Values { .. } => None,
    };
    json::text(&CsvSummary {
        hash: hash(file),
        rows: table.rows,
        columns: table.columns.iter().map(Column::of).collect(),
        inputs: data.features(),
        target: &data.names.target,
        classes,
    })
}
