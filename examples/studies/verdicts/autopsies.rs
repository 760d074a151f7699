//! The causes that autopsies name, over the study's lost runs: does the counterfactual also save the run later, and from
//! another start? (`cargo xtask study autopsies`)

use super::{CALIBRATION, Case, DOCS, HELD_OUT, cases};
use crate::record::{Record, cells, document};
use gradscape::autopsy::{EventKind, examine};
use gradscape::diagnosis::diagnose;
use gradscape::run::Status;
use gradscape::scenarios;
use std::collections::BTreeSet;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const RUNS: &str = "benches/studies/autopsies.csv";
const HEAD: &str = "settings,steps,verdict,event,cause,later,elsewhere";
/// The counterfactual goes on for this many times its steps.
const LATER: u64 = 3;
/// Another start, for runs that have a seed.
const SEED: &str = "4242";

/// Examines what is missing and writes the table.
pub fn study() -> io::Result<()> {
    let cases: Vec<Case> = cases(&HELD_OUT).into_iter().chain(cases(&CALIBRATION)).collect();
    let record = Mutex::new(Record::open(RUNS, HEAD)?);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let is_known = record.lock().expect("no thread panicked").has(&case.key());
                    if let Some(row) = (!is_known).then(|| row(case)).flatten() {
                        record
                            .lock()
                            .expect("no thread panicked")
                            .add(vec![case.key() + &row])
                            .expect("it can be written");
                    }
                }
            });
        }
    });
    report(&record.into_inner().expect("no thread panicked"))
}

/// The autopsy of a case; `None` if the run is not lost.
fn row(case: &Case) -> Option<String> {
    let settings = case.parsed();
    let mut run = Case::run(&settings);
    run.step(case.steps);
    let found = diagnose(&settings, run.view());
    let verdict = std::iter::once(found.verdict).chain(found.also).find(|id| ["diverged", "thrown"].contains(id))?;
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    let autopsy = examine(&settings, file, case.steps).expect("the data are good");
    let event = match autopsy.event.as_ref().map(|event| event.kind) {
        Some(EventKind::Diverged) => "diverged",
        Some(EventKind::Thrown) => "thrown",
        None => "none",
    };
    let Some(tried) = autopsy.proven() else { return Some(format!("{verdict},{event},none,,")) };
    let cause = serde_json::to_value(tried.cause).expect("plain data");
    let (other, _) = gradscape::registry::Settings::parse(&tried.settings);
    let has_seed = gradscape::schema::find("seed").is_some_and(|seed| other.applies(seed));
    let stays = |settings: &gradscape::registry::Settings, steps: u64| {
        let mut run = Case::run(settings);
        run.step(steps);
        run.frame().status == Status::Running
    };
    let later = stays(&other, LATER * tried.step);
    let elsewhere =
        if has_seed { stays(&other.with(&[("seed", SEED)]), tried.step).to_string() } else { String::new() };
    Some(format!("{verdict},{event},{},{later},{elsewhere}", cause.as_str().unwrap_or_default()))
}

fn report(record: &Record) -> io::Result<()> {
    let rows: Vec<Vec<String>> = record.rows().map(cells).collect();
    let causes: BTreeSet<&str> = rows.iter().map(|row| row[4].as_str()).collect();
    let mut text = String::from(
        "| cause | diverged | thrown | finite after three times as many steps | finite from another start |\n|---|---|---|---|---|\n",
    );
    for cause in causes {
        let those: Vec<&Vec<String>> = rows.iter().filter(|row| row[4] == cause).collect();
        let count = |column: usize, is: &str| those.iter().filter(|row| row[column] == is).count();
        let tried = those.iter().filter(|row| !row[6].is_empty()).count();
        let (later, elsewhere) = (count(5, "true"), count(6, "true"));
        let share = |good: usize, of: usize| if of == 0 { String::new() } else { format!("{good} of {of}") };
        let known = those.iter().filter(|row| !row[5].is_empty()).count();
        text += &format!(
            "| {cause} | {} | {} | {} | {} |\n",
            count(2, "diverged"),
            count(2, "thrown"),
            share(later, known),
            share(elsewhere, tried)
        );
    }
    let agree = rows.iter().filter(|row| row[2] == row[3]).count();
    let proven = rows.iter().filter(|row| row[4] != "none").count();
    text += &format!(
        "\nOf {} lost runs, {proven} have a proven cause. The autopsy names the same event as the verdict for {agree}.\n",
        rows.len()
    );
    println!("{text}");
    document(DOCS, "autopsies", &text)
}
