//! The tables, one file each. Rows that the engine supports are compared; the others are listed.

mod activations;
mod finance;
mod initializers;
mod losses;
mod schedules;
mod surfaces;
mod trajectories;

use crate::reference::outcome::Coverage;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Compares one table with the engine.
pub type Table = fn(&Path) -> Result<Coverage, String>;

/// The table for a file's stem; `None` for a case.
pub fn find(stem: &str) -> Option<Table> {
    let table: Table = match stem {
        "activations" => activations::compare,
        "losses" => losses::compare,
        "init_schemes" => initializers::compare,
        "surfaces" => surfaces::compare,
        "trajectories" => trajectories::compare,
        "schedules" => schedules::compare,
        "finance" => finance::compare,
        "index" => index,
        _ => return None,
    };
    Some(table)
}

/// Parses a table's file; unknown keys are an error.
fn read<T: DeserializeOwned>(file: &Path) -> Result<T, String> {
    let text = fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    serde_json::from_slice(&text).map_err(|error| format!("is not understood: {error}"))
}

/// The heading that every table has.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Format;

impl TryFrom<String> for Format {
    type Error = String;

    fn try_from(format: String) -> Result<Self, String> {
        if format == "nnref-1" { Ok(Self) } else { Err(format!("format {format}")) }
    }
}

/// A table of rows of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows<Row> {
    #[serde(rename = "format")]
    _format: Format,
    #[serde(rename = "note")]
    _note: Said,
    rows: Vec<Row>,
}

/// A key about the origin of a table.
type Said = Option<IgnoredAny>;

/// The list of the cases, each of which must exist.
fn index(file: &Path) -> Result<Coverage, String> {
    #[derive(Deserialize)]
    struct Index {
        #[serde(rename = "format")]
        _format: Format,
        count: usize,
        cases: Vec<Listed>,
    }
    #[derive(Deserialize)]
    struct Listed {
        name: String,
    }
    let index: Index = read(file)?;
    let names: BTreeSet<String> = index.cases.into_iter().map(|case| case.name).collect();
    if names.len() != index.count {
        return Err(format!("counts {} cases and lists {}", index.count, names.len()));
    }
    match names.iter().find(|name| !file.with_file_name(format!("{name}.json")).is_file()) {
        Some(name) => Err(format!("lists {name}, which is not there")),
        None => Ok(Coverage { covered: names.len(), missing: Vec::new() }),
    }
}
