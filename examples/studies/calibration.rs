//! The claims about the clip threshold, out of sample (`cargo xtask study calibration`): the threshold that cross-validation
//! chooses, beside no clip, a threshold of 1, and AutoClip. And how often a threshold that is known to be the best one is
//! found.
//!
//! Each seed is a calibration of its own: for synthetic series it draws other data, for the market other weights and
//! batches. Every result is a row of a CSV file; seeds already in the file are skipped.

use crate::record::{Record, cells, document, median};
use gradscape::calibrate::folds::Origin;
use gradscape::calibrate::{Asked, Candidate, Plan, choose, compute, on_test};
use gradscape::clips::AnyClip;
use gradscape::registry::{Settings, find};
use gradscape::scenarios;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const RUNS: &str = "benches/studies/calibration.csv";
const DOCS: &str = "docs/finance.md";
const HEAD: &str = "scenario,seed,policy,clip,threshold,test_loss";
const SEEDS: u64 = 20;

/// A scenario of the study.
struct Case {
    name: &'static str,
    title: &'static str,
    settings: &'static str,
    folds: usize,
    seeds: u64,
    steps: u64,
}

const CASES: [Case; 3] = [
    Case {
        name: "jumps",
        title: "`jump-futures`, jumps of 50, SGD",
        settings: "scenario=jump-futures&jump_size=50&points=1024&test_share=0.25",
        folds: 4,
        seeds: 2,
        steps: 400,
    },
    Case {
        name: "regimes",
        title: "`regime-switch`, s = 10, ReLU, SGD",
        settings: "scenario=regime-switch&turn_scale=10&cell=rnn-relu&optimizer=sgd&lr=0.01&points=4096&regime=256&test_share=0.25",
        folds: 4,
        seeds: 2,
        steps: 600,
    },
    Case {
        name: "spx",
        title: "`spx-volatility`, r², Elman, SGD",
        settings: "scenario=spx-volatility&forecast=squared&cell=rnn-tanh&optimizer=sgd&lr=0.1&test_share=0.55",
        folds: 3,
        seeds: 1,
        steps: 400,
    },
];

/// The policies: the calibrated threshold, and those that need no calibration.
const POLICIES: [(&str, &str); 4] = [
    ("calibrated", "calibrated by norm"),
    ("none", "no clip"),
    ("naive", "norm 1"),
    ("autoclip", "AutoClip, 10th percentile"),
];

/// Runs what is missing and writes the table.
pub fn study() -> io::Result<()> {
    let record = Mutex::new(Record::open(RUNS, HEAD)?);
    let todo: Vec<(u64, &Case)> = (1..=SEEDS).flat_map(|seed| CASES.iter().map(move |case| (seed, case))).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| -> io::Result<()> {
        let threads: Vec<_> = (0..std::thread::available_parallelism().map_or(1, usize::from))
            .map(|_| {
                scope.spawn(|| -> io::Result<()> {
                    while let Some((seed, case)) = todo.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let start = format!("{},{seed},", case.name);
                        if !record.lock().expect("no thread panics").has(&start) {
                            let rows = results(case, *seed);
                            record.lock().expect("no thread panics").add(rows)?;
                        }
                    }
                    Ok(())
                })
            })
            .collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no thread panics"))
    })?;
    document(DOCS, "calibration", &table(&record.into_inner().expect("no thread panics")))
}

/// The test loss of each policy, each looked at once.
fn results(case: &Case, seed: u64) -> Vec<String> {
    let settings = format!("{}&seed={seed}", case.settings);
    let file = scenarios::data_file(&Settings::parse(&settings).0).map(|file| file.bytes);
    let asked = Asked {
        clips: Some("none,norm".into()),
        thresholds: None,
        folds: case.folds,
        seeds: case.seeds,
        steps: case.steps,
        gap: None,
        origin: Origin::Expanding,
    };
    let plan = Plan::new(&settings, &asked, file, None).expect("a good plan");
    let rows: Vec<_> = (0..plan.runs()).map(|k| compute(&plan, k, file).expect("good data")).collect();
    let choice = choose(&plan, &rows).expect("some runs finish");
    let clip = |id: &str, threshold: f64| Candidate {
        clip: find(AnyClip::ITEMS, id).expect("a clip"),
        threshold: Some(threshold).filter(|_| id != "none"),
    };
    let candidates = [plan.candidates[choice.chosen], clip("none", 0.0), clip("norm", 1.0), clip("autoclip", 10.0)];
    POLICIES
        .iter()
        .zip(candidates)
        .map(|((policy, _), candidate)| {
            let loss = on_test(&plan, &candidate, seed, file).expect("good data");
            let threshold = candidate.threshold.map(|threshold| threshold.to_string()).unwrap_or_default();
            let loss = loss.map_or("lost".into(), |loss| loss.to_string());
            format!("{},{seed},{policy},{},{threshold},{loss}", case.name, candidate.clip.id)
        })
        .collect()
}

/// The median with its interval of 95 %: between the 6th and the 15th of twenty values in order lies the true median
/// with a probability of 95.9 %, whatever their distribution. With fewer values, the widest interval.
fn interval(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let (low, high) = if n == 20 { (5, 14) } else { (0, n - 1) };
    [values[low], 0.5 * (values[(n - 1) / 2] + values[n / 2]), values[high]]
}

fn table(record: &Record) -> String {
    let rows: Vec<Vec<String>> = record.rows().map(cells).collect();
    let mut text = String::from(
        "| scenario | clip | test loss: median (95 %) | over the calibrated one's: median (95 %) | lower than calibrated | lost |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for case in &CASES {
        let of = |policy: &str| -> Vec<f64> {
            let of_policy = |row: &&Vec<String>| row[0] == case.name && row[2] == policy;
            let mut found: Vec<(u64, f64)> = rows
                .iter()
                .filter(of_policy)
                .map(|row| (row[1].parse().unwrap_or(0), row[5].parse().unwrap_or(f64::INFINITY)))
                .collect();
            found.sort_by_key(|(seed, _)| *seed);
            found.into_iter().map(|(_, loss)| loss).collect()
        };
        let calibrated = of("calibrated");
        if calibrated.is_empty() {
            continue;
        }
        for (policy, name) in POLICIES {
            let losses = of(policy);
            let n = losses.len();
            let lost = losses.iter().filter(|loss| !loss.is_finite()).count();
            let lower = losses.iter().zip(&calibrated).filter(|(one, other)| one < other).count();
            let equal = losses.iter().zip(&calibrated).filter(|(one, other)| one == other).count();
            let ratios: Vec<f64> = losses
                .iter()
                .zip(&calibrated)
                .map(|(one, other)| if one == other { 1.0 } else { one / other })
                .collect();
            let number = |x: f64| match x {
                x if !x.is_finite() => "lost".to_string(),
                x if x >= 1000.0 => format!("{x:.0}"),
                x => format!("{x:.3}"),
            };
            let told = |values: Vec<f64>| {
                let [low, middle, high] = interval(values);
                match low.is_finite() {
                    true => format!("{} ({} to {})", number(middle), number(low), number(high)),
                    false => number(low),
                }
            };
            let chosen = if policy == "calibrated" { chosen(&rows, case.name) } else { String::new() };
            let beside = match policy {
                "calibrated" => String::new(),
                _ if equal > 0 => format!("{lower} of {n}, {equal} equal"),
                _ => format!("{lower} of {n}"),
            };
            let ratio = if policy == "calibrated" { String::new() } else { told(ratios) };
            let title = if policy == "calibrated" { case.title } else { "" };
            text += &format!("| {title} | {name}{chosen} | {} | {ratio} | {beside} | {lost} of {n} |\n", told(losses));
        }
    }
    text
}

/// What was chosen, in brackets.
fn chosen(rows: &[Vec<String>], name: &str) -> String {
    let of_case = || rows.iter().filter(|row| row[0] == name && row[2] == "calibrated");
    let none = of_case().filter(|row| row[3] == "none").count();
    let thresholds: Vec<f64> = of_case().filter_map(|row| row[4].parse().ok()).collect();
    let (least, most) = thresholds.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), t| (low.min(*t), high.max(*t)));
    match (thresholds.is_empty(), none) {
        (true, _) => " (no clip each time)".into(),
        (false, 0) => format!(" (median {}, {least} to {most})", median(thresholds).unwrap_or(0.0)),
        (false, none) => {
            format!(" (median {}, {least} to {most}; no clip {none} times)", median(thresholds).unwrap_or(0.0))
        }
    }
}
