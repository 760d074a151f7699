//! The numbers of docs/finance.md on volatility: forecast errors on the test days, for networks and for simple rules
//! (`cargo xtask study volatility`).
//!
//! Every network trains for the same number of steps, which was chosen on the training days alone, and is evaluated
//! once, at the end. Every run is a row of a CSV file; runs already in the file are skipped.

use crate::record::{self, Record, cells, document};
use gradscape::objectives::ChartData;
use gradscape::run::AnyRun;
use std::collections::BTreeMap;
use std::io;

/// Steps of every run: 17 epochs. With training on the first 70 % of the training days, more steps were worse on the
/// other 30 %.
const STEPS: u64 = 600;
const SEEDS: u64 = 5;
const RUNS: &str = "benches/studies/volatility.csv";
const DOCS: &str = "docs/finance.md";
const HEAD: &str = "forecast,who,inputs,seed,rmse,mae";

const FORECASTS: [(&str, &str); 3] =
    [("absolute", "absolute return, %"), ("squared", "squared return, %²"), ("vix", "VIX, %")];
const CELLS: [(&str, &str); 3] = [("RNN tanh", "rnn-tanh"), ("GRU", "gru"), ("LSTM", "lstm")];
const INPUTS: [&str; 2] = ["both", "returns"];

/// Runs what is missing and writes the table.
pub fn study() -> io::Result<()> {
    let mut record = Record::open(RUNS, HEAD)?;
    for seed in 1..=SEEDS {
        for (forecast, _) in FORECASTS {
            for ((name, cell), inputs) in CELLS.into_iter().flat_map(|cell| INPUTS.map(|inputs| (cell, inputs))) {
                let key = format!("{forecast},{name},{inputs},{seed},");
                if record.has(&key) {
                    continue;
                }
                let (network, rules) = errors(&format!("forecast={forecast}&cell={cell}&inputs={inputs}&seed={seed}"));
                let mut rows = vec![format!("{key}{:.5},{:.5}", network[0], network[1])];
                for (rule, errors) in rules {
                    let key = format!("{forecast},\"{rule}\",returns,,");
                    if !record.has(&key) {
                        rows.push(format!("{key}{:.5},{:.5}", errors[0], errors[1]));
                    }
                }
                record.add(rows)?;
            }
        }
        document(DOCS, "volatility", &table(&record))?;
    }
    Ok(())
}

/// Root mean squared error and mean absolute error on the test days, of a trained network and of the simple rules.
fn errors(text: &str) -> ([f64; 2], Vec<(&'static str, [f64; 2])>) {
    let mut run = record::run(&format!("scenario=spx-volatility&{text}"));
    run.step(STEPS);
    let AnyRun::F32(inner) = &run else { unreachable!("the default precision") };
    let chart_data = inner.chart_data();
    let Some(ChartData::Forecast { truth, forecast, rules, tested: true, .. }) = chart_data else {
        panic!("days are set aside")
    };
    let of = |forecast: &[f64]| {
        let apart = || forecast.iter().zip(&truth).map(|(forecast, truth)| forecast - truth);
        let n = truth.len() as f64;
        [(apart().map(|d| d * d).sum::<f64>() / n).sqrt(), apart().map(f64::abs).sum::<f64>() / n]
    };
    (of(&forecast), rules.iter().map(|rule| (rule.name, of(&rule.forecast))).collect())
}

fn table(record: &Record) -> String {
    let mut found: BTreeMap<(String, String, String), Vec<[f64; 2]>> = BTreeMap::new();
    for row in record.rows() {
        let parts = cells(row);
        let [forecast, who, inputs, _, rmse, mae] = &parts[..] else { continue };
        let (Ok(rmse), Ok(mae)) = (rmse.parse(), mae.parse()) else { continue };
        found.entry((forecast.clone(), who.clone(), inputs.clone())).or_default().push([rmse, mae]);
    }
    let mut table = String::from(
        "| forecast | who | sees | runs | RMSE: median (lowest to highest) | MAE: median |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for (forecast, title) in FORECASTS {
        let mut lines: Vec<(f64, String)> = Vec::new();
        for ((_, who, inputs), runs) in found.iter().filter(|((of, ..), _)| of == forecast) {
            let of = |k: usize| {
                let mut all: Vec<f64> = runs.iter().map(|run| run[k]).collect();
                all.sort_by(f64::total_cmp);
                all
            };
            let (rmse, mae) = (of(0), of(1));
            let middle = |all: &[f64]| (all[(all.len() - 1) / 2] + all[all.len() / 2]) / 2.0;
            let digits = if forecast == "absolute" { 3 } else { 2 };
            let spread = if runs.len() == 1 {
                String::new()
            } else {
                format!(" ({:.digits$} to {:.digits$})", rmse[0], rmse[rmse.len() - 1])
            };
            let sees = match (inputs.as_str(), who.as_str(), forecast) {
                ("both", ..) => "returns, VIX",
                (_, "Last value", "vix") => "VIX",
                _ => "returns",
            };
            let line = format!(
                "| {title} | {who} | {sees} | {} | {:.digits$}{spread} | {:.digits$} |\n",
                runs.len(),
                middle(&rmse),
                middle(&mae)
            );
            lines.push((middle(&rmse), line));
        }
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        lines.iter().for_each(|(_, line)| table += line);
    }
    table
}
