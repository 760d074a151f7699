//! Standard deviations of the initializers, from samples.

use super::{Format, Said, read};
use crate::reference::check::close;
use crate::reference::network::activation;
use crate::reference::outcome::{Coverage, Refused};
use gradscape::initializers::AnyInitializer;
use gradscape::math::random::{Purpose, Stream};
use gradscape::registry::Settings;
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
    bound: Option<f64>,
    #[serde(rename = "note")]
    _note: Said,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Orthogonal {
    fan_in: usize,
    fan_out: usize,
    gain: f64,
    property: String,
    frobenius_norm: f64,
    std_of_entries: f64,
}

/// Smallest sample for a standard deviation.
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
        let (text, has_gain) = match (scheme, mode) {
            ("xavier_normal", None) => ("init=xavier-normal", true),
            ("xavier_uniform", None) => ("init=xavier-uniform", true),
            ("kaiming_normal", Some("fan_in")) => ("init=he-normal", true),
            ("kaiming_normal", Some("fan_out")) => ("init=he-normal&fan_mode=fan-out", true),
            ("kaiming_uniform", Some("fan_in")) => ("init=he-uniform", true),
            ("kaiming_uniform", Some("fan_out")) => ("init=he-uniform&fan_mode=fan-out", true),
            ("lecun_normal", None) => ("init=lecun-normal", false),
            ("lecun_uniform", None) => ("init=lecun-uniform", false),
            ("torch_linear_default", None) => ("init=torch-default", false),
            _ => return Err(format!("row {k}: scheme {scheme} {} is not understood", mode.unwrap_or_default())),
        };
        let named = |error| format!("row {k}: {error}");
        let text = match (has_gain, row.gain) {
            (true, Some(gain)) => {
                if row.nonlinearity.as_ref().and_then(|name| table.gains.get(name)) != Some(&gain) {
                    return Err(named("its gain is not its nonlinearity's".into()));
                }
                format!("{text}&gain={gain}")
            }
            (false, None | Some(1.0)) if row.nonlinearity.is_none() => text.into(),
            _ => return Err(named("its gain does not go with its scheme".into())),
        };
        if row.bound.is_some() != (scheme.ends_with("uniform") || scheme == "torch_linear_default") {
            return Err(named("a bound is there for a normal scheme, or is not for a uniform one".into()));
        }
        drawn(&text, row, k).map_err(named)?;
        coverage.covered += 1;
    }
    for (k, row) in table.orthogonal.iter().enumerate() {
        orthogonal(row, k).map_err(|error| format!("orthogonal row {k}: {error}"))?;
        coverage.covered += 1;
    }
    Ok(coverage)
}

fn initializer(text: &str) -> Result<AnyInitializer, String> {
    let (settings, notices) = Settings::parse(text);
    match notices.first() {
        Some(notice) => Err(format!("{}={} is refused", notice.key, notice.value)),
        None => Ok(AnyInitializer::build(&settings)),
    }
}

/// The property, element by element, and what follows from it.
fn orthogonal(row: &Orthogonal, index: usize) -> Result<(), String> {
    let (out, inn, gain) = (row.fan_out, row.fan_in, row.gain);
    let mut w = vec![0.0_f64; out * inn];
    let mut random = Stream::new(index as u64, Purpose::Initialization, 0);
    initializer(&format!("init=orthogonal&gain={gain}"))?.fill(out, inn, &mut random, &mut w);
    let along_rows = match row.property.as_str() {
        "W W^T = gain^2 I" => true,
        "W^T W = gain^2 I" => false,
        other => return Err(format!("{other} is not understood")),
    };
    let few = if along_rows { out } else { inn };
    for (a, b) in (0..few).flat_map(|a| (0..few).map(move |b| (a, b))) {
        let product: f64 = if along_rows {
            (0..inn).map(|k| w[a * inn + k] * w[b * inn + k]).sum()
        } else {
            (0..out).map(|k| w[k * inn + a] * w[k * inn + b]).sum()
        };
        let want = if a == b { gain * gain } else { 0.0 };
        close(&format!("element {a}, {b} of the product"), product, want, 1e-13 * gain * gain)?;
    }
    let norm = w.iter().map(|w| w * w).sum::<f64>().sqrt();
    close("frobenius_norm", norm, row.frobenius_norm, 1e-13 * row.frobenius_norm)?;
    close("std_of_entries", norm / ((out * inn) as f64).sqrt(), row.std_of_entries, 1e-13 * row.std_of_entries)
}

/// The standard deviation over many matrices agrees with theory within three standard errors of at most 1/√(2n). No
/// entry exceeds the bound, and one comes close.
fn drawn(text: &str, row: &Row, index: usize) -> Result<(), String> {
    let (initializer, size) = (initializer(text)?, row.fan_in * row.fan_out);
    if size == 0 {
        return Err("a matrix without entries".into());
    }
    let mut random = Stream::new(index as u64, Purpose::Initialization, 0);
    let mut weights = vec![0.0_f64; size];
    let (mut sum, mut largest, mut draws) = (0.0, 0.0_f64, 0);
    while draws < DRAWS {
        initializer.fill(row.fan_out, row.fan_in, &mut random, &mut weights);
        sum += weights.iter().map(|w| w * w).sum::<f64>();
        largest = weights.iter().fold(largest, |largest, w| largest.max(w.abs()));
        draws += size;
    }
    if let Some(bound) = row.bound {
        // The probability that all draws stay below 0.999 of the bound is e⁻⁵⁰.
        close("the largest weight", largest, 0.9995 * bound, 0.0005 * bound * (1.0 + 1e-12))?;
    }
    let standard_error = row.std / (2.0 * draws as f64).sqrt();
    close(&format!("standard deviation of {text}"), (sum / draws as f64).sqrt(), row.std, 3.0 * standard_error)
}
