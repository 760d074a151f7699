//! The study behind `docs/verdicts.md`: is the verdict right? (`cargo xtask study verdicts`)
//!
//! Settings are drawn at random over every kind of scenario. The verdict is asked for after `steps` steps. What is true is
//! found out without it, by outcome: the same run is trained ten times longer, and so is the same run with one thing
//! changed (no clip, another learning rate, other weights, …). [`Outcome::truth`] says which verdicts the outcomes
//! support. Outcomes are rows of a CSV file, and runs already there are skipped; verdicts are computed anew every time.

use crate::record::{Record, cells, document};
use gradscape::diagnosis::{VERDICTS, diagnose};
use gradscape::math::random::{Purpose, Stream};
use gradscape::registry::Settings;
use gradscape::run::{AnyRun, Status};
use gradscape::scenarios;
use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The settings that the thresholds were calibrated on.
pub const CALIBRATION: Draw = Draw { seed: 16, count: 2400, name: "verdicts", runs: "benches/studies/verdicts.csv" };
/// Other settings, drawn in the same way, that were not looked at before.
pub const HELD_OUT: Draw =
    Draw { seed: 17, count: 600, name: "held-out", runs: "benches/studies/verdicts-held-out.csv" };
const DOCS: &str = "docs/verdicts.md";
/// Runs are trained this many times longer to see what becomes of them.
const LONGER: u64 = 10;
/// A change helps if it leaves at most this share of the loss.
const HELPS: f64 = 0.7;
/// A run goes on learning if at most this share of the loss is left after [`LONGER`] times as many steps. It creeps if
/// less than the second share is left.
const IMPROVES: f64 = 0.9;
const CREEPS: f64 = 0.997;
/// It fell over the second half of its steps if at most this share was left, and stood if more than the second was.
const FELL: f64 = 0.96;
const STOOD: f64 = 0.97;
/// At chance: at least this share of the best constant answer's loss.
const CHANCE: f64 = 0.97;
/// Solved: at most this share of the way from the constant answer (or the start) to the floor is left.
const SOLVED: f64 = 0.05;

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
    seed: u64,
    count: usize,
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

/// What became of a case.
#[derive(Clone, Debug)]
struct Outcome {
    /// Loss of the best constant answer, and the least loss that is possible; NaN where unknown.
    constant: f64,
    floor: f64,
    /// Losses over all rows at step 0, at half the case's steps, at its step, the lowest of some later steps, and at the last one. NaN once
    /// the run has diverged.
    start: f64,
    half: f64,
    now: f64,
    lowest: f64,
    last: f64,
    /// Lowest test loss up to the case's step, the one at it, and the lowest later.
    tested: [f64; 3],
    /// Losses with one thing changed, at the case's step and at the last; NaN if diverged, infinite if the change does
    /// not apply or is not tried.
    changed: Vec<[f64; 2]>,
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
    let verdicts = Mutex::new(vec![(String::new(), None); cases.len()]);
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
    for (case, (verdict, point)) in cases.iter().zip(&verdicts) {
        let outcome = &outcomes[&case.key()];
        let truth = outcome.truth(*point);
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

    /// The verdict at the case's step, and what is known of the point there.
    fn verdict(&self) -> (String, Option<Point>) {
        let settings = self.parsed();
        let mut run = Self::run(&settings);
        run.step(self.steps);
        (diagnose(&settings, run.view()).verdict.into(), Point::of(&settings, &run))
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

impl Outcome {
    fn row(&self) -> String {
        let Self { constant, floor, start, half, now, lowest, last, tested, changed } = self;
        let all = [*constant, *floor, *start, *half, *now, *lowest, *last].into_iter().chain(*tested);
        let all = all.chain(changed.iter().flatten().copied());
        all.map(|number| format!("{number:e}")).collect::<Vec<_>>().join(",")
    }

    fn read(row: &str) -> Self {
        let numbers: Vec<f64> = cells(row)[2..].iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect();
        let [constant, floor, start, half, now, lowest, last, a, b, c] = numbers[..10] else {
            panic!("a row has ten numbers before those of the changes")
        };
        let changed = numbers[10..].chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
        Self { constant, floor, start, half, now, lowest, last, tested: [a, b, c], changed }
    }

    /// Whether it takes changes to know what is true: not for a run that has diverged, or that solves its problem.
    fn is_open(&self) -> bool {
        self.now.is_finite() && !(self.is_solved(self.now) && self.is_solved(self.last))
    }

    /// Whether a loss is close to the floor.
    fn is_solved(&self, loss: f64) -> bool {
        let reach = if self.constant.is_finite() { self.constant } else { self.start };
        self.floor.is_finite() && loss - self.floor <= SOLVED * (reach - self.floor)
    }

    /// The verdicts that the outcome supports, the most specific first.
    fn truth(&self, point: Option<Point>) -> Vec<&'static str> {
        let Self { constant, floor, half, now, lowest, last, tested, changed, .. } = self;
        if !now.is_finite() {
            return vec!["diverged"];
        }
        // Losses count from the floor, if it is known.
        let base = if floor.is_finite() { *floor } else { now.min(*lowest).min(0.0) };
        let excess = |loss: f64| loss - base;
        let solved = |loss: f64| self.is_solved(loss);
        let at_chance = constant.is_finite() && *now > CHANCE * constant;
        // What becomes of the run.
        let improves = excess(*lowest) < IMPROVES * excess(*now);
        let creeps = !improves && excess(*lowest) < CREEPS * excess(*now);
        let fell = half.is_finite() && excess(*now) <= FELL * excess(*half);
        let stays = excess(*lowest) <= 1.02 * excess(*now) + 1e-12;
        let stands = !(half.is_finite() && excess(*now) < STOOD * excess(*half));
        // What becomes of it with one thing changed. NaN, a diverged run, helps nothing.
        let end = if last.is_finite() { excess(*last) } else { f64::INFINITY };
        let helps = |names: &[&str]| {
            CHANGES.iter().zip(changed).any(|((name, _), [soon, later])| {
                let helps_soon = soon.is_finite() && excess(*soon) < HELPS * excess(*now);
                let helps_later = later.is_finite() && excess(*later) < HELPS * end;
                names.contains(name) && (helps_soon || helps_later)
            })
        };
        let every: Vec<&str> = CHANGES.iter().map(|(name, _)| *name).collect();
        let worse =
            |loss: f64, than: f64| !loss.is_infinite() && (loss.is_nan() || excess(loss) > excess(than) / HELPS);
        let [soon, later] = changed[0];
        let (is_clipped, worse_without) = (!soon.is_infinite(), worse(soon, *now) || worse(later, *lowest));
        let (is_minimum, is_unstable) = point.map_or((false, false), |point| (point.is_minimum, point.is_unstable));
        let stalled = stands && (at_chance || helps(&every) || (point.is_some() && floor.is_finite() && !solved(*now)));
        let rule = ["slower", "slowest", "clipped", "tightly"];
        let structure = ["relu", "weights", "normalised", "cell", "relu_adam", "weights_adam", "normalised_adam"];
        let mut truth = Vec::new();
        let mut add = |holds: bool, verdict: &'static str| {
            if holds {
                truth.push(verdict);
            }
        };
        add(tested[1] > 1.05 * tested[0] && tested[2] > 0.95 * tested[0], "overfitting");
        add(is_clipped && worse_without && (improves || solved(*now)), "clip-bound");
        add((improves && !(at_chance && *lowest > 0.9 * constant)) || (fell && !at_chance && stays), "learning");
        let rests = !improves && !creeps && !at_chance && !helps(&every);
        add((solved(*now) && solved(*last)) || rests || (stands && is_minimum), "converged");
        add(at_chance && half.is_finite() && excess(*now) < 0.985 * excess(*half), "starting");
        // A run that stands still is held back by what was measured in its gradients.
        for verdict in ["dead", "saturated", "exploding"] {
            add(stalled || helps(&structure) || helps(&rule), verdict);
        }
        add(stalled || helps(&structure), "vanishing");
        add(stalled || helps(&["single"]), "underflow");
        add(stalled || helps(&rule) || helps(&["adam"]), "thrown");
        let eased = helps(&["unclipped", "faster", "adam", "unclipped_adam", "unclipped_faster"]);
        add(is_clipped && (eased || (stalled && at_chance)), "stifled");
        add(helps(&rule) || is_unstable, "unstable");
        add(helps(&["slower", "slowest", "whole"]), "noisy");
        add(creeps || helps(&["faster", "adam", "relu", "weights", "normalised", "unclipped_adam"]), "slow");
        add(stalled, "stalled");
        truth
    }
}

/// What is known of the point that a run on a function has reached, by finite differences of the function.
#[derive(Clone, Copy, Debug)]
struct Point {
    /// It curves upwards everywhere, and the gradient is nearly 0.
    is_minimum: bool,
    /// The curvature is above 2 over the learning rate of plain gradient descent.
    is_unstable: bool,
}

impl Point {
    /// Of a run; `None` unless it is on a function.
    fn of(settings: &Settings, run: &AnyRun) -> Option<Self> {
        run.view().problem().domain()?;
        let at = run.view().parameters();
        let (x, y) = (at[0], at[1]);
        let h = 1e-4 * (1.0 + x.abs().max(y.abs()));
        let f = |dx: f64, dy: f64| value(settings, [x + h * dx, y + h * dy]);
        let (middle, east, west, north, south) = (f(0.0, 0.0), f(1.0, 0.0), f(-1.0, 0.0), f(0.0, 1.0), f(0.0, -1.0));
        let (xx, yy) = ((east - 2.0 * middle + west) / (h * h), (north - 2.0 * middle + south) / (h * h));
        let xy = (f(1.0, 1.0) - f(1.0, -1.0) - f(-1.0, 1.0) + f(-1.0, -1.0)) / (4.0 * h * h);
        let (by_x, by_y) = ((east - west) / (2.0 * h), (north - south) / (2.0 * h));
        let slope = (by_x * by_x + by_y * by_y).sqrt();
        let (mean, spread) = ((xx + yy) / 2.0, ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt());
        let is_plain = settings.text(&gradscape::optimizers::OPTIMIZER) == "sgd";
        Some(Self {
            is_minimum: mean - spread > 0.0 && slope * slope / (2.0 * (mean - spread)) < 1e-2 * middle.abs().max(1e-6),
            is_unstable: is_plain && mean + spread > 2.0 / run.frame().lr,
        })
    }
}

/// Settings, drawn at random from a fixed seed.
fn cases(draw: &Draw) -> Vec<Case> {
    let mut dice = Dice(Stream::new(draw.seed, Purpose::Initialization, 0));
    let mut cases: Vec<Case> = Vec::new();
    while cases.len() < draw.count {
        let settings = match cases.len() % 24 {
            0..15 => dice.on_data(),
            15..18 => dice.on_sequences(),
            18..22 => dice.on_functions(),
            _ => dice.on_markets(),
        };
        let steps = match cases.len() % 24 {
            15..18 => *dice.one(&[30, 60]),
            _ => *dice.one(&[30, 60, 150]),
        };
        if !cases.iter().any(|case| case.settings == settings) {
            cases.push(Case { settings, steps });
        }
    }
    cases
}

/// Draws settings.
struct Dice(Stream);

impl Dice {
    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[(self.0.uniform() * of.len() as f64) as usize % of.len()]
    }

    fn on_data(&mut self) -> String {
        let scenario =
            self.one(&["spiral", "circles", "moons", "xor", "blobs", "checkerboard", "plane", "sine", "iris", "wine"]);
        let points = if matches!(*scenario, "iris" | "wine") { "" } else { "&points=64" };
        let noise = if points.is_empty() { "" } else { self.one(&["", "&noise=0.2", "&noise=0.6"]) };
        let test = self.one(&["&test_share=0", "&test_share=0", "&test_share=0.25"]);
        let activation =
            self.one(&["sigmoid", "tanh", "relu", "leaky-relu", "elu", "gelu", "softplus", "hardtanh", "sine"]);
        let depth = self.one(&["1", "2", "3", "5", "8", "12"]);
        let width = self.one(&["4", "8", "16"]);
        let init = self.one(&[
            "init=xavier-normal",
            "init=xavier-normal",
            "init=he-normal",
            "init=he-normal",
            "init=normal&init_std=0.05",
            "init=normal&init_std=1",
            "init=normal&init_std=2",
        ]);
        let more = self.one(&[
            "",
            "",
            "",
            "",
            "",
            "&norm=batch",
            "&norm=layer",
            "&residual=scaled",
            "&precision=f16",
            "&precision=e4m3",
        ]);
        format!(
            "scenario={scenario}{points}{noise}{test}&activation={activation}&hidden_layers={depth}&width={width}&{init}{more}{}{}",
            self.rule(),
            self.seed()
        )
    }

    fn on_sequences(&mut self) -> String {
        let scenario = self.one(&[
            "recall&points=64&length=21&delay=20",
            "recall&points=64&length=6&delay=5",
            "adding&points=64&length=20",
            "copy&points=64",
            "jump-futures&points=256",
        ]);
        let cell = self.one(&["rnn-tanh", "rnn-relu", "lstm", "gru"]);
        let init = self.one(&[
            "",
            "",
            "&recurrent_init=orthogonal&recurrent_gain=1",
            "&recurrent_init=orthogonal&recurrent_gain=2",
            "&recurrent_init=orthogonal&recurrent_gain=0.5",
        ]);
        format!("scenario={scenario}&cell={cell}&width=8{init}{}{}", self.rule(), self.seed())
    }

    fn on_functions(&mut self) -> String {
        let scenario = self.one(&[
            "sphere",
            "bowl",
            "rosenbrock",
            "saddle",
            "cliff",
            "plateau",
            "beale",
            "himmelblau",
            "rastrigin",
            "ackley",
            "booth",
            "matyas",
            "styblinski-tang",
            "three-hump-camel",
            "six-hump-camel",
            "mccormick",
            "easom",
            "levi-13",
        ]);
        let (x, y) = (4.0 * self.0.uniform() - 2.0, 4.0 * self.0.uniform() - 2.0);
        let start = if self.0.uniform() < 0.5 { String::new() } else { format!("&start_x={x:.2}&start_y={y:.2}") };
        let lr = self.one(&["", "&lr=0.0001", "&lr=0.001", "&lr=0.01", "&lr=0.05", "&lr=0.1", "&lr=0.3", "&lr=1"]);
        let optimizer = self.one(&["", "", "", "&optimizer=momentum", "&optimizer=adam", "&optimizer=rmsprop"]);
        format!("scenario={scenario}{start}{optimizer}{lr}{}", self.clip())
    }

    fn on_markets(&mut self) -> String {
        let scenario = self.one(&[
            "svi-smile",
            "option-price&points=128&test_share=0",
            "deep-hedge&points=64&width=8",
            "dax-vol-surface&hidden_layers=2&width=8&activation=tanh",
        ]);
        let lr = self.one(&["0.0001", "0.001", "0.01", "0.05", "0.3", "1"]);
        let optimizer = self.one(&["sgd", "momentum", "adam", "adam"]);
        format!("scenario={scenario}&optimizer={optimizer}&lr={lr}{}{}", self.clip(), self.seed())
    }

    fn rule(&mut self) -> String {
        let optimizer = self.one(&[
            "sgd&lr=0.001",
            "sgd&lr=0.01",
            "sgd&lr=0.05",
            "sgd&lr=0.05",
            "sgd&lr=0.3",
            "sgd&lr=1",
            "sgd&lr=3",
            "momentum&lr=0.01",
            "momentum&lr=0.1",
            "adam&lr=0.0003",
            "adam&lr=0.003",
            "adam&lr=0.01",
            "adam&lr=0.1",
            "rmsprop&lr=0.01",
        ]);
        let batch = self.one(&["full", "full", "32", "8", "4"]);
        format!("&optimizer={optimizer}&batch={batch}{}", self.clip())
    }

    fn clip(&mut self) -> String {
        self.one(&[
            "",
            "",
            "",
            "",
            "",
            "&clip=norm&threshold=10",
            "&clip=norm&threshold=1",
            "&clip=norm&threshold=0.1",
            "&clip=norm&threshold=0.001",
            "&clip=value&threshold=0.5",
            "&clip=agc",
            "&clip=autoclip",
        ])
        .to_string()
    }

    fn seed(&mut self) -> String {
        format!("&seed={}", 1 + (self.0.uniform() * 1e6) as u64)
    }
}
