//! Value and derivative of every activation at fixed points.

use super::{Format, Said, read};
use crate::reference::check::close;
use crate::reference::network::activation;
use crate::reference::outcome::{Coverage, Refused};
use gradscape::activations::AnyActivation;
use gradscape::math::Real;
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
    x: Vec<f64>,
    functions: BTreeMap<String, Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    value: Vec<f64>,
    derivative: Vec<f64>,
    #[serde(rename = "torch_f64_max_diff")]
    _f64: Said,
    #[serde(rename = "torch_f32_max_diff")]
    _f32: Said,
}

/// Allowed differences, times max(1, |value|): the vectors' own for f64; four units in the last place for f32, half
/// of one of which is the rounding of x.
const F64: f64 = 1e-14;
const F32: f64 = 5e-7;
/// Difference of PyTorch's softplus, linear above 20, from the exact one in the table: e⁻²⁰.
const SOFTPLUS: (f64, f64) = (20.0, 2.1e-9);

pub fn compare(file: &Path) -> Result<Coverage, String> {
    let table: Table = read(file)?;
    let mut coverage = Coverage { covered: 0, missing: Vec::new() };
    for (name, row) in &table.functions {
        if row.value.len() != table.x.len() || row.derivative.len() != table.x.len() {
            return Err(format!("{name} does not have a value and a derivative for every x"));
        }
        match activation(name) {
            Ok(function) => {
                agree::<f64>(name, &function, &table.x, row, F64).map_err(|e| format!("{name}, f64: {e}"))?;
                agree::<f32>(name, &function, &table.x, row, F32).map_err(|e| format!("{name}, f32: {e}"))?;
                coverage.covered += 1;
            }
            Err(Refused::NotCovered(_)) => coverage.missing.push(name.clone()),
            Err(Refused::Wrong(message)) => return Err(message),
        }
    }
    Ok(coverage)
}

fn agree<R: Real>(name: &str, function: &AnyActivation, points: &[f64], row: &Row, allowed: f64) -> Result<(), String> {
    let x: Vec<R> = points.iter().map(|x| R::of(*x)).collect();
    let (mut y, mut d) = (x.clone(), vec![R::ONE; x.len()]);
    function.forward(&x, &mut y);
    function.backward(&x, &y, &mut d);
    for (k, x) in points.iter().enumerate() {
        let (value, derivative) = (row.value[k], row.derivative[k]);
        let by_design = if name == "softplus" && *x > SOFTPLUS.0 { SOFTPLUS.1 } else { 0.0 };
        let within = |want: f64| allowed * want.abs().max(1.0) + by_design;
        close(&format!("f({x})"), y[k].to_f64(), value, within(value))?;
        close(&format!("f'({x})"), d[k].to_f64(), derivative, within(derivative))?;
    }
    Ok(())
}
