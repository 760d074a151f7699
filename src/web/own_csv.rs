//! The user's own CSV file, before it is trained on: whether it can be, and what is in it.

use crate::datasets::own_csv::{self, hash};
use crate::datasets::table::{self, Cells, Fault, Table};
use crate::datasets::{Data, Targets};
use crate::json;
use crate::registry::Settings;
use crate::registry::keys::SCENARIO;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A file that the settings name.
#[derive(Clone)]
pub struct Own {
    /// What `data` of the page knows it by.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Its hash.
    pub hash: String,
}

/// The file that the settings ask for; its name and hash are empty where they do not say which.
pub fn wanted(settings: &Settings) -> Option<Own> {
    (settings.get(&SCENARIO) == own_csv::ID).then(|| {
        let (name, hash) = own_csv::named(settings).unwrap_or_default();
        Own { file: format!("csv:{hash}"), name, hash }
    })
}

/// Why a file of so many bytes is not read; undefined where it can be.
#[wasm_bindgen(js_name = csvTooLarge)]
pub fn csv_too_large(bytes: f64) -> Option<String> {
    (bytes > table::MOST_BYTES as f64).then(|| table::too_large(bytes as u64).into())
}

/// Looks into a file: `{hash, rows, columns: [{name, kind}], inputs, target, classes}` as JSON, `classes` null where
/// numbers are asked for, or `{error}`, a sentence with line and column.
#[wasm_bindgen(js_name = readCsv)]
pub fn read_csv(file: &[u8], target: &str) -> String {
    let read = Table::read(file).and_then(|table| own_csv::data(&table, target).map(|data| about(file, &table, &data)));
    read.unwrap_or_else(|fault: Fault| json::text(&Unread { error: fault.to_string() }))
}

#[derive(Serialize)]
struct Unread {
    error: String,
}

#[derive(Serialize)]
struct About<'a> {
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

fn about(file: &[u8], table: &Table, data: &Data) -> String {
    let classes = match data.targets {
        Targets::Classes { count, .. } => Some(count),
        Targets::Values { .. } => None,
    };
    json::text(&About {
        hash: hash(file),
        rows: table.rows,
        columns: table.columns.iter().map(Column::of).collect(),
        inputs: data.features(),
        target: &data.names.target,
        classes,
    })
}
