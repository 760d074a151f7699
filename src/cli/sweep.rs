//! `gradscape sweep`: the same run for every combination of a few values, as a CSV file.

use super::arguments::Arguments;
use super::kept::{self, Kept};
use super::progress::Progress;
use super::{Failure, USAGE, output, pool, start};
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::scenarios;
use gradscape::sweep::picture::figure;
use gradscape::sweep::ready::{self, ITEMS, Ready};
use gradscape::sweep::{Axis, MOST_RUNS, Plan, Quantity, Row, compute};
use serde_json::{Value, json};

const OPTIONS: [&str; 8] = ["--over", "--steps", "--seeds", "--jobs", "--until", "--ready", "--csv", "-o"];

/// Computes the runs that the file does not have yet, and prints what they show.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("sweep", &spread(arguments), &OPTIONS, (1, "settings string"))?;
    let ready = ready(&arguments)?;
    let csv = arguments.option("--csv");
    let plan = plan(&arguments, ready)?;
    let jobs = jobs(&arguments)?;
    let file = match arguments.option("-o") {
        Some(file) if file.to_lowercase().ends_with(".csv") => file,
        Some(file) => return Err(arguments.usage(&format!("-o “{file}” does not end in .csv."))),
        None => return Err(arguments.usage(&format!("-o FILE.csv is missing.\n{USAGE}"))),
    };
    let (base, _) = Settings::parse(&plan.settings);
    for advice in base.advice() {
        output::remark(format!("gradscape: note: {}: {}", advice.key, advice.message));
    }
    let own = start::own(&base, csv, &Overrides::default())?;
    let about = about(&plan, own.as_deref());
    let (mut kept, done) = Kept::open(file, &about, Some(&plan.header()), |k, line| {
        k < plan.runs() && Row::read(&plan, k, line).is_some()
    })?;
    let mut progress = Progress::new("sweep", plan.runs(), done);
    progress.say(done);
    let work = |k: usize| {
        let cell = plan.cell(k)?;
        let bundled = scenarios::data_file(&cell.settings).map(|file| file.bytes);
        Ok(compute(&cell, own.as_deref().or(bundled))?.line(&plan))
    };
    pool::in_order(jobs, done..plan.runs(), work, |k, line: String| {
        kept.add(&line)?;
        progress.say(k + 1);
        Ok(())
    })?;
    let shows = ready.map_or(Quantity::Loss, |ready| ready.shows);
    output::print(&figure(&plan, &rows(&plan, file)?, shows).summary)
}

/// Words after `--over KEY=VALUES` that have the same form are further ones.
fn spread(arguments: &[String]) -> Vec<String> {
    let is_axis = |word: &str| {
        let swept = |(_, values): (&str, &str)| values.contains(',') || values.contains("..");
        !word.starts_with('-') && !word.contains('&') && word.split_once('=').is_some_and(swept)
    };
    let mut read: Vec<String> = Vec::new();
    let mut after_over = 0;
    for argument in arguments {
        if after_over >= 2 && is_axis(argument) {
            read.push("--over".into());
        }
        after_over = match argument.as_str() {
            "--over" => 1,
            text if text.starts_with("--over=") => 2,
            text if after_over == 1 || (after_over == 2 && is_axis(text)) => 2,
            _ => 0,
        };
        read.push(argument.clone());
    }
    read
}

fn ready(arguments: &Arguments) -> Result<Option<&'static Ready>, Failure> {
    let Some(id) = arguments.option("--ready") else { return Ok(None) };
    let names: Vec<(&str, &str)> = ITEMS.iter().map(|item| (item.id, item.label)).collect();
    let found = ready::find(id);
    found.map(Some).ok_or_else(|| arguments.unknown("ready sweep", id, &names, Some("list sweeps")))
}

fn plan(arguments: &Arguments, ready: Option<&'static Ready>) -> Result<Plan, Failure> {
    let over: Vec<&str> = match (arguments.all("--over"), ready) {
        (given, _) if !given.is_empty() => given,
        (_, Some(ready)) => ready.over.to_vec(),
        _ => {
            let form = "--over KEY=VALUES is missing, as in --over lr=0.01,0.1,1 or --over lr=0.001..1:7:log";
            return Err(arguments.usage(&format!("{form}.\n{USAGE}")));
        }
    };
    let axes = over.into_iter().map(Axis::read).collect::<Result<Vec<_>, _>>();
    let axes = axes.map_err(|error| arguments.usage(&error))?;
    let steps = match (arguments.option("--steps"), ready) {
        (None, Some(ready)) => ready.steps,
        _ => arguments.steps()?,
    };
    let seeds = match arguments.option("--seeds") {
        None => ready.map_or(1, |ready| ready.seeds),
        Some(text) => text.parse().ok().filter(|seeds| (1..=MOST_RUNS).contains(seeds)).ok_or_else(|| {
            arguments.usage(&format!("--seeds “{text}” is not a whole number from 1 to {MOST_RUNS}."))
        })?,
    };
    let until = match arguments.option("--until") {
        None => ready.and_then(|ready| ready.until),
        Some(text) => Some(
            text.parse()
                .ok()
                .filter(|until: &f64| until.is_finite())
                .ok_or_else(|| arguments.usage(&format!("--until “{text}” is not a number.")))?,
        ),
    };
    // What is written is added to the settings of a ready sweep.
    let settings = match (ready, arguments.word(0)) {
        (Some(ready), Some(more)) => format!("{}&{more}", ready.settings),
        (Some(ready), None) => ready.settings.into(),
        (None, text) => text.unwrap_or_default().into(),
    };
    Plan::new(&settings, axes, steps, seeds, until).map_err(|error| arguments.usage(&error))
}

/// The number of threads: all processors, unless `--jobs` says otherwise.
pub fn jobs(arguments: &Arguments) -> Result<usize, Failure> {
    let Some(text) = arguments.option("--jobs") else {
        return Ok(std::thread::available_parallelism().map_or(1, usize::from));
    };
    let wrong = || arguments.usage(&format!("--jobs “{text}” is not a whole number from 1 to 1024."));
    text.parse().ok().filter(|jobs| (1..=1024).contains(jobs)).ok_or_else(wrong)
}

/// What the rows of a plan are results of.
fn about(plan: &Plan, own: Option<&[u8]>) -> Value {
    json!({
        "command": "sweep",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": plan.settings,
        "over": plan.axes.iter().map(Axis::text).collect::<Vec<_>>(),
        "steps": plan.steps,
        "seeds": plan.seeds,
        "until": plan.until,
        "file": own.map(gradscape::datasets::own_csv::hash),
    })
}

/// The plan of a file that a sweep has written.
pub fn plan_of(file: &str) -> Result<Plan, Failure> {
    let about = kept::about(file).filter(|about| about["command"] == "sweep").ok_or_else(|| {
        let beside = kept::beside(file);
        Failure::Usage(format!(
            "{file} is no file of `gradscape sweep`: {} is missing or unreadable.",
            beside.display()
        ))
    })?;
    let text = |key: &str| about[key].as_str().unwrap_or_default().to_string();
    let over = about["over"].as_array().cloned().unwrap_or_default();
    let axes = over.iter().map(|text| Axis::read(text.as_str().unwrap_or_default())).collect::<Result<Vec<_>, _>>();
    let whole = |key: &str| about[key].as_u64().unwrap_or_default();
    let plan = axes
        .and_then(|axes| Plan::new(&text("settings"), axes, whole("steps"), whole("seeds"), about["until"].as_f64()));
    plan.map_err(|error| Failure::Other(format!("{}: {error}", kept::beside(file).display())))
}

/// The whole rows of a file.
pub fn rows(plan: &Plan, file: &str) -> Result<Vec<Row>, Failure> {
    let text =
        std::fs::read_to_string(file).map_err(|error| Failure::Other(format!("{file} cannot be read: {error}")))?;
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let lines = whole.lines().skip(1).enumerate();
    lines
        .map(|(k, line)| {
            Row::read(plan, k, line)
                .ok_or_else(|| Failure::Other(format!("{file}: line {} is no row of this sweep.", k + 2)))
        })
        .collect()
}
