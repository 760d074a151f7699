//! Compares every loss with its known values.

use super::*;
use crate::math::kernels::stride;
use crate::oracles::{chosen, close, named, required, written};

/// A known mean loss, and its derivatives by the outputs.
#[derive(Debug)]
pub struct Example {
    /// The loss's own settings, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings.
    pub torch: &'static str,
    /// A row for each output, a column for each example.
    pub output: &'static [&'static [f64]],
    /// A row for each output, or one of class indices.
    pub target: &'static [&'static [f64]],
    /// The mean loss.
    pub value: f64,
    /// Its derivatives by the outputs.
    pub slope: &'static [&'static [f64]],
}

fn examples<L: Loss>(_: &L) -> &'static [Example] {
    L::EXAMPLES
}

/// The jumps of slope and curvature are looked for at every 64th from −4 to 4, with the target 0.
#[test]
fn a_loss_bends_where_it_says_and_nowhere_else() {
    let more = ["loss=huber&delta=0.5", "loss=smooth-l1&beta=2"].map(|text| AnyLoss::build(&Settings::parse(text).0));
    let all = AnyLoss::ITEMS.iter().map(|item| AnyLoss::named(item.id, &Settings::default()));
    for loss in all.chain(more).filter(|loss| !loss.takes_classes()) {
        let shape = Shape { outputs: 1, columns: 1, stride: stride(1) };
        let target = vec![0.0; shape.stride];
        let slope_at = |error: f64| {
            let (mut output, mut slope) = (target.clone(), target.clone());
            output[0] = error;
            loss.value_and_slope(&output, &target, shape, 1.0, &mut slope);
            slope[0]
        };
        let curvature = |from: f64, to: f64| (slope_at(to) - slope_at(from)) / (to - from);
        let jumps = |x: &f64| {
            let slope = slope_at(x + 1e-12) - slope_at(x - 1e-12);
            let curvature = curvature(x + 1e-6, x + 1e-5) - curvature(x - 1e-5, x - 1e-6);
            slope.abs() > 1e-10 || curvature.abs() > 1e-2
        };
        let found: Vec<f64> = (-256..=256).map(|k| f64::from(k) / 64.0).filter(jumps).collect();
        assert_eq!(found, loss.bends(), "{}", loss.item().id);
    }
}

#[test]
fn every_loss_meets_its_examples() {
    for item in AnyLoss::ITEMS {
        let default = AnyLoss::named(item.id, &chosen("loss", item.id, ""));
        for example in required(item, each_loss!(&default, loss => examples(loss))) {
            let settings = chosen("loss", item.id, example.settings);
            let loss = AnyLoss::named(item.id, &settings);
            let what = named(item, example.settings);
            let (outputs, columns) = (example.output.len(), example.output[0].len());
            let shape = Shape { outputs, columns, stride: stride(columns) };
            let padded = |rows: &[&[f64]]| -> Vec<f64> {
                rows.iter().flat_map(|row| (0..shape.stride).map(|b| row.get(b).copied().unwrap_or(0.0))).collect()
            };
            let (output, target) = (padded(example.output), padded(example.target));
            // Padding may contain anything.
            let mut slope = vec![7.0; output.len()];
            let scale = 1.0 / loss.terms(columns, outputs) as f64;
            let value = loss.value_and_slope(&output, &target, shape, scale, &mut slope);
            close(&format!("{what}: the loss"), value, example.value);
            for (k, (got, want)) in slope.iter().zip(padded(example.slope)).enumerate() {
                let place = [k / shape.stride, k % shape.stride];
                close(&format!("{what}: the derivative at {place:?}"), *got, want);
            }
            written(item, &settings, example.torch);
        }
    }
}
