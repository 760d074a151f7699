//! The study behind `docs/verdicts.md`: is the verdict right? (`cargo xtask study verdicts`)
//!
//! Settings are drawn at random over every kind of scenario. The verdict is asked for after `steps` steps. What is true is
//! found out without it, by outcome: the same run is trained ten times longer, and so is the same run with one thing
//! changed (no clip, another learning rate, other weights, …). [`Outcome::truth`] says which verdicts the outcomes
//! support. Outcomes are rows of a CSV file, and runs already there are skipped; verdicts are computed anew every time.

pub mod autopsies;
mod draw;
mod outcome;
pub mod remedies;

use crate::record::{Record, document};
use draw::cases;
use gradscape::diagnosis::{VERDICTS, diagnose};
use gradscape::registry::Settings;
use gradscape::run::{AnyRun, Status};
use gradscape::scenarios;
use outcome::{Known, Outcome, Point};
use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The settings that the thresholds were calibrated on.
pub const CALIBRATION: Draw =
    Draw { seeds: &[(16, 2400), (17, 600), (18, 600)], name: "verdicts", runs: "benches/studies/verdicts.csv" };
/// Other settings, drawn in the same way, that were not looked at before.
pub const HELD_OUT: Draw =
    Draw { seeds: &[(19, 600)], name: "held-out", runs: "benches/studies/verdicts-held-out.csv" };
const DOCS: &str = "docs/verdicts.md";
/// Runs are trained this many times longer to see what becomes of them.
const LONGER: u64 = 10;
/// Changes of one thing, by the name of their column.
const CHANGES: [(&str, &[(&str, &str)]); 18] = [
    ("unclipped", &[("clip", "none")]),
    ("clipped", &[("clip", "norm"), ("threshold", "1")]),
    ("tightly", &[("clip", "norm"), ("threshold", "0.1")]),
    ("slower", &[("lr", "/10")]),
    ("slowest", &[("lr", "/100")]),
    ("faster", &[("lr", "*10")]),
    ("adam", &[("optimizer", "adam"), ("lr", "0.01")]),
    ("whole", &[("batch", "full")]),
    ("single", &[("precision", "f32")]),
    ("relu", &[("activation", "relu"), ("init", "he-normal")]),
    ("weights", &[("init", "xavier-normal")]),
    ("normalised", &[("norm", "batch")]),
    ("relu_adam", &[("activation", "relu"), ("init", "he-normal"), ("optimizer", "adam"), ("lr", "0.01")]),
    ("weights_adam", &[("init", "xavier-normal"), ("optimizer", "adam"), ("lr", "0.01")]),
    ("normalised_adam", &[("norm", "batch"), ("optimizer", "adam"), ("lr", "0.01")]),
    ("unclipped_adam", &[("clip", "none"), ("optimizer", "adam"), ("lr", "0.01")]),
    ("unclipped_faster", &[("clip", "none"), ("lr", "*10")]),
    ("cell", &[("cell", "lstm"), ("forget_bias", "3"), ("optimizer", "adam"), ("lr", "0.01")]),
];

/// Settings drawn at random.
pub struct Draw {
    /// Seeds, each with the number of settings that are drawn from it.
    seeds: &'static [(u64, usize)],
    /// The name of the table in the document.
    name: &'static str,
    /// The file of the outcomes.
    runs: &'static str,
}

/// One case of the study.
#[derive(Clone, Debug)]
struct Case {
    settings: String,
    steps: u64,
}

/// Runs what is missing, asks for the verdicts and writes the table.
pub fn study(draw: &Draw) -> io::Result<()> {
    let head = format!(
        "settings,steps,constant,floor,start,half,now,lowest,last,test_best,test_now,test_later,{}",
        CHANGES.map(|(name, _)| format!("{name},{name}_later")).join(",")
    );
    let cases = cases(draw);
    let record = Mutex::new(Record::open(draw.runs, &head)?);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !record.lock().expect("no thread panicked").has(&case.key()) {
                        let row = case.key() + &case.outcome().row();
                        record.lock().expect("no thread panicked").add(vec![row]).expect("the file can be written");
                    }
                }
            });
        }
    });
    let record = record.into_inner().expect("no thread panicked");
    let outcomes: BTreeMap<String, Outcome> = record
        .rows()
        .map(|row| (row.splitn(3, ',').take(2).collect::<Vec<_>>().join(",") + ",", Outcome::read(row)))
        .collect();
    report(draw, &cases, &outcomes)
}

/// Compares verdicts with outcomes.
fn report(draw: &Draw, cases: &[Case], outcomes: &BTreeMap<String, Outcome>) -> io::Result<()> {
    let verdicts = Mutex::new(vec![(String::new(), Known::default()); cases.len()]);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(at) else { break };
                    let verdict = case.verdict();
                    verdicts.lock().expect("no thread panicked")[at] = verdict;
                }
            });
        }
    });
    let verdicts = verdicts.into_inner().expect("no thread panicked");
    let mut table: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let place = |id: &str| VERDICTS.iter().position(|item| item.id == id).unwrap_or(VERDICTS.len());
    let (mut right, mut healthy, mut undecided) = (0, 0, 0);
    for (case, (verdict, known)) in cases.iter().zip(&verdicts) {
        let outcome = &outcomes[&case.key()];
        let truth = outcome.truth(known);
        if verdict == "undecided" {
            undecided += 1;
            let best = place(truth.first().copied().unwrap_or("none"));
            *table.entry((best, place(verdict))).or_default() += 1;
            continue;
        }
        let is_right = truth.contains(&verdict.as_str());
        right += usize::from(is_right);
        let best = if is_right { verdict.as_str() } else { truth.first().copied().unwrap_or("none") };
        *table.entry((place(best), place(verdict))).or_default() += 1;
        if !is_right {
            let is_healthy = matches!(verdict.as_str(), "learning" | "converged" | "clip-bound");
            healthy += usize::from(is_healthy);
            println!(
                "{} {verdict} but {truth:?}: {} {} {outcome:?}",
                if is_healthy { "FALSE HEALTHY" } else { "wrong" },
                case.settings,
                case.steps
            );
        }
    }
    let decided = cases.len() - undecided;
    println!("{right} of {decided} right, {undecided} undecided, {healthy} falsely healthy");
    let columns: Vec<usize> = (0..VERDICTS.len()).filter(|k| table.keys().any(|(_, said)| said == k)).collect();
    let rows: Vec<usize> = (0..=VERDICTS.len()).filter(|k| table.keys().any(|(is, _)| is == k)).collect();
    let name = |k: usize| VERDICTS.get(k).map_or("none", |item| item.id);
    let mut text = format!(
        "| outcome \\ verdict |{}\n|---|{}\n",
        columns.iter().map(|k| format!(" {} |", name(*k))).collect::<String>(),
        "---|".repeat(columns.len())
    );
    for row in rows {
        let cell = |column: &usize| table.get(&(row, *column)).map_or(" |".into(), |count| format!(" {count} |"));
        text += &format!("| {} |{}\n", name(row), columns.iter().map(cell).collect::<String>());
    }
    text += &format!(
        "\nOf {} settings, {decided} get a verdict and {undecided} are undecided. The outcome supports {right} verdicts ({:.1} %). \
         It contradicts {healthy} healthy ones (learning, converged, carried by the clip).\n",
        cases.len(),
        100.0 * right as f64 / decided as f64
    );
    println!("{text}");
    document(DOCS, draw.name, &text)
}

impl Case {
    fn key(&self) -> String {
        format!("{},{},", self.settings, self.steps)
    }

    fn run(settings: &Settings) -> AnyRun {
        AnyRun::new(settings, scenarios::data_file(settings).map(|file| file.bytes)).expect("the data are good")
    }

    fn parsed(&self) -> Settings {
        let (settings, notices) = Settings::parse(&self.settings);
        assert!(notices.is_empty(), "{}: {notices:?}", self.settings);
        settings
    }

    /// The verdict at the case's step, and what is known of the run there.
    fn verdict(&self) -> (String, Known) {
        let settings = self.parsed();
        let mut run = Self::run(&settings);
        let mut lowest_test = f64::INFINITY;
        for _ in 0..self.steps {
            run.step(1);
            lowest_test = lowest_test.min(test_loss(&run));
        }
        (diagnose(&settings, run.view()).verdict.into(), Known { point: Point::of(&settings, &run), lowest_test })
    }

    fn outcome(&self) -> Outcome {
        let settings = self.parsed();
        let mut run = Self::run(&settings);
        let problem = run.view().problem();
        let constant = problem.constant_loss().unwrap_or(f64::NAN);
        let floor = match problem.domain() {
            None if constant.is_finite() => 0.0,
            None => f64::NAN,
            Some(domain) => domain.minima.iter().map(|at| value(&settings, *at)).fold(f64::NAN, f64::min),
        };
        let start = evaluate(&mut run);
        let (mut half, mut tested) = (f64::NAN, [f64::INFINITY, f64::NAN, f64::INFINITY]);
        for eighth in 1..=8 {
            advance_to(&mut run, self.steps * eighth / 8);
            tested[1] = test_loss(&run);
            tested[0] = tested[0].min(tested[1]);
            half = if eighth == 4 { evaluate(&mut run) } else { half };
        }
        let now = evaluate(&mut run);
        let mut lowest = f64::INFINITY;
        for times in [2, 4, 7, LONGER] {
            advance_to(&mut run, self.steps * times);
            let loss = evaluate(&mut run);
            lowest = if loss.is_finite() { lowest.min(loss) } else { lowest };
            tested[2] = tested[2].min(test_loss(&run));
        }
        let last = evaluate(&mut run);
        let mut outcome = Outcome { constant, floor, start, half, now, lowest, last, tested, changed: Vec::new() };
        outcome.changed = CHANGES
            .iter()
            .map(|(name, change)| match outcome.is_open() || (*name == "unclipped" && now.is_finite()) {
                true => self.with(&settings, change),
                false => [f64::INFINITY; 2],
            })
            .collect();
        outcome
    }

    /// The losses at the case's step and at the last with one thing changed; infinite if nothing changes.
    fn with(&self, settings: &Settings, change: &[(&str, &str)]) -> [f64; 2] {
        let mut pairs: Vec<(String, String)> = self
            .settings
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.into(), v.into()))
            .collect();
        for (key, value) in change {
            let Some(setting) = gradscape::schema::find(key) else { return [f64::INFINITY; 2] };
            if !settings.applies(setting) && !matches!(*key, "threshold" | "forget_bias") {
                return [f64::INFINITY; 2];
            }
            let old: f64 = settings.value(setting).parse().unwrap_or(f64::NAN);
            let value = match value.split_at(1) {
                ("/", by) => (old / by.parse::<f64>().expect("a number")).to_string(),
                ("*", by) => (old * by.parse::<f64>().expect("a number")).to_string(),
                _ => value.to_string(),
            };
            pairs.retain(|(k, _)| k != key);
            pairs.push((key.to_string(), value));
        }
        let text = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&");
        let (other, _) = Settings::parse(&text);
        if other.canonical() == settings.canonical() {
            return [f64::INFINITY; 2];
        }
        let mut run = Self::run(&other);
        [1, LONGER].map(|times| {
            advance_to(&mut run, times * self.steps);
            evaluate(&mut run)
        })
    }
}

/// The value of a function at a point.
fn value(settings: &Settings, [x, y]: [f64; 2]) -> f64 {
    let objective = scenarios::objective::<f64>(settings, None).expect("a function needs no file");
    objective.loss(&[x, y], gradscape::objectives::Rows::All.into(), &mut objective.workspace(1))
}

fn advance_to(run: &mut AnyRun, step: u64) {
    let here = run.frame().step;
    run.advance(step.saturating_sub(here));
}

/// The loss over all rows; NaN for a diverged run.
fn evaluate(run: &mut AnyRun) -> f64 {
    match run.frame().status {
        Status::Running => run.control().evaluate(1),
        Status::Diverged(_) => f64::NAN,
    }
}

fn test_loss(run: &AnyRun) -> f64 {
    fn of<R: gradscape::math::Real>(run: &gradscape::run::Run<R>) -> f64 {
        let objective = run.objective();
        if objective.test_rows() == 0 {
            return f64::NAN;
        }
        objective.test_loss(run.params(), run.buffers(), &mut objective.workspace(objective.test_rows())).to_f64()
    }
    match run {
        AnyRun::F32(run) => of(run),
        AnyRun::F64(run) => of(run),
    }
}
