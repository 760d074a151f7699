//! Losses and their derivatives by the prediction, extreme logits among them.

use super::{Rows, read};
use crate::reference::case::{Loss, Reduction};
use crate::reference::check::close;
use crate::reference::network::loss;
use crate::reference::outcome::{Coverage, Refused};
use crate::reference::tensors::transposed;
use gradscape::losses::{AnyLoss, Shape};
use gradscape::math::Real;
use gradscape::math::kernels::stride;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    loss: Loss,
    prediction: Numbers,
    target: Vec<f64>,
    value: f64,
    gradient: Numbers,
    value_f32: f64,
}

/// One number for every row, or one for every row and class.
#[derive(Deserialize)]
#[serde(untagged)]
enum Numbers {
    Flat(Vec<f64>),
    Rows(Vec<Vec<f64>>),
}

/// Allowed differences, times max(1, |value|): the vectors' own for f64; for f32 what sums of a few terms lose.
const F64: f64 = 1e-13;
const F32: f64 = 1e-6;

pub fn compare(file: &Path) -> Result<Coverage, String> {
    let table: Rows<Row> = read(file)?;
    let mut coverage = Coverage { covered: 0, missing: Vec::new() };
    for (k, row) in table.rows.iter().enumerate() {
        match loss(&row.loss) {
            Ok((loss, reduction)) => {
                let named = |error| format!("row {k}, {}: {error}", loss.item().id);
                agree::<f64>(&loss, reduction, row, row.value, F64).map_err(named)?;
                agree::<f32>(&loss, reduction, row, row.value_f32, F32).map_err(named)?;
                coverage.covered += 1;
            }
            Err(Refused::NotCovered(what)) => coverage.missing.push(what),
            Err(Refused::Wrong(message)) => return Err(message),
        }
    }
    Ok(coverage)
}

fn agree<R: Real>(loss: &AnyLoss, reduction: Reduction, row: &Row, value: f64, allowed: f64) -> Result<(), String> {
    let columns = row.target.len();
    let prediction = by_class(&row.prediction, columns)?;
    let gradient = by_class(&row.gradient, columns)?;
    let outputs = prediction.len() / columns;
    let class_of = |t: &f64| t.fract() == 0.0 && (0.0..outputs as f64).contains(t);
    if gradient.len() != prediction.len() || loss.takes_classes() && !row.target.iter().all(class_of) {
        return Err("prediction, target and gradient do not fit together".into());
    }
    let shape = Shape { outputs, columns, stride: stride(columns) };
    let output: Vec<R> = padded(&prediction, shape);
    let target: Vec<R> = padded(&row.target, shape);
    let mut slope = vec![R::ZERO; output.len()];
    let scale = match reduction {
        Reduction::Mean => R::of(1.0 / loss.terms(columns, outputs) as f64),
        Reduction::Sum => R::ONE,
    };
    let got = loss.value_and_slope(&output, &target, shape, scale, &mut slope);
    close("the loss", got.to_f64(), value, allowed * value.abs().max(1.0))?;
    for (k, want) in gradient.iter().enumerate() {
        let got = slope[k / columns * shape.stride + k % columns].to_f64();
        close(&format!("gradient[{k}]"), got, *want, allowed * want.abs().max(1.0))?;
    }
    Ok(())
}

/// [rows, classes] to [classes, rows].
fn by_class(numbers: &Numbers, rows: usize) -> Result<Vec<f64>, String> {
    let flat = match numbers {
        Numbers::Flat(values) => values.clone(),
        Numbers::Rows(values) if values.iter().all(|row| row.len() == values[0].len()) => values.concat(),
        Numbers::Rows(_) => return Err("rows of different lengths".into()),
    };
    let fits = match numbers {
        Numbers::Flat(values) => values.len() == rows,
        Numbers::Rows(values) => values.len() == rows,
    };
    if rows == 0 || flat.is_empty() || !fits {
        return Err(format!("{} numbers for {rows} targets", flat.len()));
    }
    Ok(transposed(&flat, rows))
}

/// Rows of `shape.columns` values, padded to the engine's stride.
fn padded<R: Real>(values: &[f64], shape: Shape) -> Vec<R> {
    let rows = values.chunks_exact(shape.columns);
    rows.flat_map(|row| (0..shape.stride).map(|b| R::of(row[b.min(shape.columns - 1)]))).collect()
}
