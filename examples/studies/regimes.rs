//! The numbers of docs/finance.md on regimes: how many steps an optimizer needs after a regime change (`cargo xtask
//! study regimes`).
//!
//! After each change, the study evaluates the loss over all rows of the new regime, most of them not yet seen. The run
//! has recovered at the first evaluation where that loss is at most [`RECOVERED`] times the minimum. Every run is a row
//! of a CSV file; runs already in the file are skipped.

use crate::record::{self, Record, cells, document, median};
use gradscape::datasets::sequences;
use gradscape::objectives::{ChartData, Objective, Rows};
use gradscape::registry::Settings;
use gradscape::run::{AnyRun, Run};
use std::collections::BTreeMap;
use std::io;

/// Steps per regime, as in the scenario.
const REGIME: u64 = 256;
/// Regime changes per run; the run ends with the fourth regime.
const TURNS: u64 = 3;
/// Steps between evaluations.
const EVALUATE_EVERY: u64 = 4;
/// A multiple of the minimum of the loss.
const RECOVERED: f64 = 1.25;
const SEEDS: u64 = 10;
const RUNS: &str = "benches/studies/regimes.csv";
const DOCS: &str = "docs/finance.md";
/// Steps to recover after each change, [`REGIME`] for never. Then the loss at the last step of a regime and at the
/// first step of the next, relative to the minimum, as means over the changes.
const HEAD: &str = "scale,optimizer,lr,seed,first,second,third,before,after,outcome";

const SCALES: [&str; 3] = ["1", "3", "10"];
/// Optimizers, with the learning rates to try.
const OPTIMIZERS: [(&str, &str, &[&str]); 4] = [
    ("SGD", "optimizer=sgd", &["0.001", "0.003", "0.01", "0.03", "0.1"]),
    ("SGD, clipped at norm 1", "optimizer=sgd&clip=norm&threshold=1", &["0.01", "0.03", "0.1", "0.3"]),
    ("Adam", "optimizer=adam", &["0.003", "0.01", "0.03", "0.1"]),
    ("Adam, β₂ = 0.9", "optimizer=adam&beta2=0.9", &["0.003", "0.01", "0.03", "0.1"]),
];

struct Recovery {
    took: Vec<u64>,
    before: f64,
    after: f64,
    lost: bool,
}

/// Runs what is missing and writes the table.
pub fn study() -> io::Result<()> {
    let mut record = Record::open(RUNS, HEAD)?;
    for seed in 1..=SEEDS {
        for scale in SCALES {
            for (name, chosen, rates) in OPTIMIZERS {
                for lr in rates {
                    let key = format!("{scale},\"{name}\",{lr},{seed},");
                    if record.has(&key) {
                        continue;
                    }
                    let Recovery { took, before, after, lost } =
                        run(&format!("turn_scale={scale}&{chosen}&lr={lr}&seed={seed}"));
                    let outcome = if lost { "lost" } else { "finished" };
                    let took: Vec<String> = took.iter().map(u64::to_string).collect();
                    record.add(vec![format!("{key}{},{before:.4},{after:.4},{outcome}", took.join(","))])?;
                }
            }
        }
        document(DOCS, "regimes", &table(&record))?;
    }
    Ok(())
}

fn run(text: &str) -> Recovery {
    let text = format!("scenario=regime-switch&{text}");
    let regime_rows = Settings::parse(&text).0.get(&sequences::REGIME) as u32;
    let mut run = record::run(&text);
    let mut found = Recovery { took: Vec::new(), before: 0.0, after: 0.0, lost: false };
    let parts: Vec<Vec<u32>> = (0..=TURNS as u32).map(|k| (k * regime_rows..(k + 1) * regime_rows).collect()).collect();
    for turn in 1..=TURNS {
        let first = turn * REGIME;
        // The update of the step before the change is the last one of the old regime.
        let step = run.frame().step;
        run.step(first - step);
        found.before += relative_loss(&run, &parts[turn as usize - 1]) / TURNS as f64;
        found.after += relative_loss(&run, &parts[turn as usize]) / TURNS as f64;
        let mut took = REGIME;
        while run.frame().step < first + REGIME {
            let now = relative_loss(&run, &parts[turn as usize]);
            if now <= RECOVERED {
                took = run.frame().step - first;
                break;
            }
            let before = run.frame().step;
            if run.step(EVALUATE_EVERY) < before + EVALUATE_EVERY {
                found.lost = true;
                break;
            }
        }
        found.took.push(took);
    }
    found
}

/// The loss over some rows, relative to the minimum in their regime.
fn relative_loss(run: &AnyRun, rows: &[u32]) -> f64 {
    let AnyRun::F32(run) = run else { unreachable!("the default precision") };
    let run: &Run<f32> = run;
    let Some(ChartData::Regimes(regimes)) = run.chart_data() else { panic!("regimes turn") };
    let objective: &Objective<f32> = run.objective();
    let mut work = objective.workspace(rows.len());
    f64::from(objective.loss(run.params(), Rows::These(rows).into(), &mut work)) / regimes.best_of(rows[0] as usize)
}

fn table(record: &Record) -> String {
    let mut found: BTreeMap<(String, String, String), Vec<Vec<String>>> = BTreeMap::new();
    for row in record.rows() {
        if let [scale, name, lr, rest @ ..] = &cells(row)[..]
            && rest.len() == 7
        {
            found.entry((scale.clone(), name.clone(), lr.clone())).or_default().push(rest.to_vec());
        }
    }
    let mut table = String::from(
        "| s | optimizer | best rate | steps after the turn to reverting | back to trending | to reverting again | loss before, after a turn | lost |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for scale in SCALES {
        for (name, _, rates) in OPTIMIZERS {
            let of = |lr: &&str| found.get(&(scale.to_string(), name.to_string(), (*lr).to_string()));
            let total = |runs: &Vec<Vec<String>>| -> f64 { (1..=3).map(|k| mean(runs, k)).sum() };
            let tried = rates.iter().filter_map(|lr| of(lr).map(|runs| (lr, runs)));
            let Some((lr, runs)) = tried.min_by(|a, b| total(a.1).total_cmp(&total(b.1))) else { continue };
            let lost = runs.iter().filter(|run| run[6] == "lost").count();
            let took: Vec<String> = (1..=3).map(|k| summary(&column(runs, k))).collect();
            table += &format!(
                "| {scale} | {name} | {lr} | {} | {:.2}, {:.1} | {lost} of {} |\n",
                took.join(" | "),
                median(column(runs, 4)).unwrap_or(f64::NAN),
                median(column(runs, 5)).unwrap_or(f64::NAN),
                runs.len()
            );
        }
    }
    table
}

/// A column of the cells after the learning rate: 1 to 3 are steps, 4 and 5 losses. Sorted.
fn column(runs: &[Vec<String>], k: usize) -> Vec<f64> {
    let mut all: Vec<f64> = runs.iter().map(|run| run[k].parse().unwrap_or(f64::INFINITY)).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn mean(runs: &[Vec<String>], k: usize) -> f64 {
    column(runs, k).iter().sum::<f64>() / runs.len() as f64
}

/// Median and range; a run that never recovered counts as a whole regime.
fn summary(sorted: &[f64]) -> String {
    let show = |steps: f64| if steps >= REGIME as f64 { "never".into() } else { format!("{steps:.0}") };
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    if low == high {
        return show(low);
    }
    format!("{} ({} to {})", show(median(sorted.to_vec()).unwrap_or(f64::NAN)), show(low), show(high))
}
