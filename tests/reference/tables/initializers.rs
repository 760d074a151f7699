//! Standard deviations of the initializers, by drawing.

use super::{Format, Said, read};
use crate::reference::check::close;
use crate::reference::network::activation;
use crate::reference::outcome::{Coverage, Refused};
use gradscape::initializers::AnyInitializer;
use gradscape::math::random::{Purpose, Stream};
use gradscape::settings::Settings;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "format")]
    _format: Format,
    #[serde(rename = "note")]
    _note: Said,
    gains: BTreeMap<String, f64>,
    rows: Vec<Row>,
    orthogonal: Vec<Orthogonal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    scheme: String,
    mode: Option<String>,
    nonlinearity: Option<String>,
    gain: Option<f64>,
    fan_in: usize,
    fan_out: usize,
    std: f64,
    #[serde(rename = "bound")]
    _bound: Option<f64>,
    #[serde(rename = "note")]
    _note: Said,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Orthogonal {
    fan_in: usize,
    fan_out: usize,
    gain: f64,
    #[serde(rename = "property")]
    _property: String,
    #[serde(rename = "frobenius_norm")]
    _frobenius_norm: f64,
    #[serde(rename = "std_of_entries")]
    _std_of_entries: f64,
}

/// Fewest draws to estimate a deviation from.
const DRAWS: usize = 50_000;

pub fn compare(file: &Path) -> Result<Coverage, String> {
    let table: Table = read(file)?;
    let mut coverage = Coverage { covered: 0, missing: Vec::new() };
    for (name, want) in &table.gains {
        match activation(if name == "linear" { "identity" } else { name }) {
            Ok(function) => {
                close(&format!("gain of {name}"), function.gain(), *want, 1e-15 * want)?;
                coverage.covered += 1;
            }
            Err(Refused::NotCovered(_)) => coverage.missing.push(format!("gain of {name}")),
            Err(Refused::Wrong(message)) => return Err(message),
        }
    }
    for (k, row) in table.rows.iter().enumerate() {
        let (scheme, mode) = (row.scheme.as_str(), row.mode.as_deref());
        let id = match (scheme, mode) {
            ("xavier_normal", None) => "xavier-normal",
            ("kaiming_normal", Some("fan_in")) => "he-normal",
            ("kaiming_normal" | "kaiming_uniform", Some("fan_in" | "fan_out"))
            | ("xavier_uniform" | "lecun_normal" | "lecun_uniform" | "torch_linear_default", None) => {
                coverage.missing.push(mode.map_or(scheme.to_string(), |mode| format!("{scheme} {mode}")));
                continue;
            }
            _ => return Err(format!("row {k}: scheme {scheme} {} is not understood", mode.unwrap_or_default())),
        };
        let named = |error| format!("row {k}: {error}");
        let gain = row.gain.ok_or_else(|| named("no gain".into()))?;
        if row.nonlinearity.as_ref().and_then(|name| table.gains.get(name)) != Some(&gain) {
            return Err(named("its gain is not its nonlinearity's".into()));
        }
        drawn(id, gain, row, k).map_err(named)?;
        coverage.covered += 1;
    }
    let fans = |row: &Orthogonal| format!("orthogonal {} to {} gain {:.2}", row.fan_in, row.fan_out, row.gain);
    coverage.missing.extend(table.orthogonal.iter().map(fans));
    Ok(coverage)
}

/// The deviation of many matrices' entries is the theory's within three standard errors, 1/√(2n) each.
fn drawn(id: &str, gain: f64, row: &Row, index: usize) -> Result<(), String> {
    let (settings, notices) = Settings::parse(&format!("init={id}&gain={gain}"));
    if let Some(notice) = notices.first() {
        return Err(format!("{}={} is refused", notice.key, notice.value));
    }
    let (initializer, size) = (AnyInitializer::build(&settings), row.fan_in * row.fan_out);
    if size == 0 {
        return Err("a matrix without entries".into());
    }
    let mut random = Stream::new(index as u64, Purpose::Initialization, 0);
    let mut weights = vec![0.0_f64; size];
    let (mut sum, mut draws) = (0.0, 0);
    while draws < DRAWS {
        initializer.fill(row.fan_out, row.fan_in, &mut random, &mut weights);
        sum += weights.iter().map(|w| w * w).sum::<f64>();
        draws += size;
    }
    let standard_error = row.std / (2.0 * draws as f64).sqrt();
    close(&format!("standard deviation of {id}"), (sum / draws as f64).sqrt(), row.std, 3.0 * standard_error)
}
