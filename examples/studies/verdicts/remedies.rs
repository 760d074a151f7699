//! Every remedy of every verdict over the study's settings: does the run do what the button promises? (`cargo xtask study
//! remedies`)
//!
//! A remedy is tried as the page tries it. Then the run is made again with the remedy put into its settings, and without it,
//! and both are compared at the promised step.

use super::{CALIBRATION, Case, DOCS, HELD_OUT, cases, evaluate, test_loss};
use crate::record::{Record, cells, document};
use gradscape::diagnosis::VERDICTS;
use gradscape::proof::{Proofs, Proven, diagnosed};
use gradscape::registry::Settings;
use gradscape::scenarios;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const RUNS: &str = "benches/studies/remedies.csv";
const HEAD: &str = "settings,steps,verdict,tried,offered,better,worse,other";

/// What became of the remedies of a case.
#[derive(Default)]
struct Count {
    /// Offered.
    offered: usize,
    /// With a lower loss than without, at the promised step.
    better: usize,
    /// With a higher one.
    worse: usize,
    /// With another loss than promised.
    other: usize,
}

/// Tries what is missing and writes the table.
pub fn study() -> io::Result<()> {
    let cases: Vec<Case> = cases(&HELD_OUT).into_iter().chain(cases(&CALIBRATION)).collect();
    let record = Mutex::new(Record::open(RUNS, HEAD)?);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !record.lock().expect("no thread panicked").has(&case.key()) {
                        let row = case.key() + &row(case);
                        record.lock().expect("no thread panicked").add(vec![row]).expect("the file can be written");
                    }
                }
            });
        }
    });
    report(&record.into_inner().expect("no thread panicked"))
}

fn row(case: &Case) -> String {
    let settings = case.parsed();
    let mut run = Case::run(&settings);
    run.step(case.steps);
    let verdict = gradscape::diagnosis::diagnose(&settings, run.view()).verdict;
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    let proofs = diagnosed::prove(&settings, run.view(), file).expect("the data are good");
    let mut count = Count::default();
    for remedy in proofs.iter().flat_map(|proofs| &proofs.remedies) {
        tell(&settings, proofs.as_ref().expect("it has this remedy"), remedy, &mut count);
    }
    let Count { offered, better, worse, other } = count;
    format!("{verdict},{},{offered},{better},{worse},{other}", proofs.map_or(0, |proofs| proofs.tried))
}

/// Makes the run again, with the remedy and without.
fn tell(settings: &Settings, proofs: &Proofs, remedy: &Proven, count: &mut Count) {
    let changes: Vec<(&str, &str)> =
        remedy.settings.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let (changed, from) = match remedy.proof.from_start {
        true => (settings.at(proofs.step).with(&changes), 0),
        false => {
            let mut changed = settings.clone();
            for (key, value) in changes {
                changed.change(proofs.step, key, value).expect("a live key");
            }
            (changed, proofs.step)
        }
    };
    // Weight decay and dropout are judged by the test loss.
    let by_test_loss = remedy.settings.keys().any(|key| ["l1", "l2", "dropout"].contains(&key.as_str()));
    let after = |settings: &Settings, steps: u64| {
        let mut run = Case::run(settings);
        run.step(steps);
        match by_test_loss {
            true => test_loss(&run),
            false => evaluate(&mut run),
        }
    };
    let with = after(&changed, from + remedy.proof.steps);
    let without = after(settings, proofs.step + proofs.baseline.steps);
    let promised = if by_test_loss { remedy.proof.test_loss } else { remedy.proof.loss };
    count.offered += 1;
    count.better += usize::from(with < without || (with.is_finite() && !without.is_finite()));
    count.worse += usize::from(with > without || !with.is_finite());
    count.other += usize::from(promised != Some(with));
}

fn report(record: &Record) -> io::Result<()> {
    let rows: Vec<Vec<String>> = record.rows().map(cells).collect();
    let sum = |verdict: Option<&str>, column: usize| -> usize {
        let those = rows.iter().filter(|row| verdict.is_none_or(|verdict| row[2] == verdict));
        those.map(|row| row[column].parse::<usize>().expect("a number")).sum()
    };
    let mut text =
        String::from("| verdict | settings | changes tried | remedies offered | better as promised | worse |\n");
    text += "|---|---|---|---|---|---|\n";
    let mut line = |name: &str, verdict: Option<&str>| {
        let count = rows.iter().filter(|row| verdict.is_none_or(|verdict| row[2] == verdict)).count();
        if count > 0 {
            let [tried, offered, better, worse] = [3, 4, 5, 6].map(|column| sum(verdict, column));
            text += &format!("| {name} | {count} | {tried} | {offered} | {better} | {worse} |\n");
        }
    };
    for item in VERDICTS {
        line(item.id, Some(item.id));
    }
    line("all", None);
    let other = sum(None, 7);
    text += &format!("\nThe loss differs from the promised one for {other} remedies.\n");
    println!("{text}");
    document(DOCS, "remedies", &text)
}
