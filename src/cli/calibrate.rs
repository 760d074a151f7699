//! `gradscape calibrate`: the clip threshold by cross-validation, as JSON lines.

use super::arguments::Arguments;
use super::kept::{self, Kept};
use super::progress::Progress;
use super::sweep::jobs;
use super::{Failure, USAGE, output, pool, start};
use gradscape::calibrate::folds::{MOST_FOLDS, Origin};
use gradscape::calibrate::{
    Asked, Candidate, Chosen, Last, Norms, Plan, RULE, Row, choose, compute, confidence, on_test, scores, torch,
};
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::scenarios;
use gradscape::texts::names::unlabelled;
use serde_json::{Value, json};

const OPTIONS: [&str; 10] =
    ["--clips", "--thresholds", "--folds", "--seeds", "--steps", "--jobs", "--gap", "--origin", "--csv", "-o"];

/// Computes the runs that the file does not have yet, chooses, looks at the test part once, and prints the choice.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("calibrate", arguments, &OPTIONS, (1, "settings string"))?;
    let asked = asked(&arguments)?;
    let jobs = jobs(&arguments)?;
    let name = match arguments.option("-o") {
        Some(file) if file.to_lowercase().ends_with(".jsonl") => file,
        Some(file) => return Err(arguments.usage(&format!("-o “{file}” does not end in .jsonl."))),
        None => return Err(arguments.usage(&format!("-o FILE.jsonl is missing.\n{USAGE}"))),
    };
    let text = arguments.word(0).unwrap_or_default();
    let csv = arguments.option("--csv");
    let (settings, _) = Settings::parse(text);
    for advice in settings.advice() {
        output::remark(format!("gradscape: note: {}: {}", advice.key, advice.message));
    }
    let own = start::own(&settings, csv, &Overrides::default())?;
    let bundled = scenarios::data_file(&settings).map(|file| file.bytes);
    let file = own.as_deref().or(bundled);
    let request = request(text, &asked, csv.and(own.as_deref()));
    // An interrupted calibration has measured the norms already.
    let norms = kept::about(name).and_then(|mut about| {
        let norms = about.as_object_mut()?.remove("norms")?;
        serde_json::from_value::<Norms>(norms).ok().filter(|_| about == request)
    });
    let plan = Plan::new(text, &asked, file, norms).map_err(|error| arguments.usage(&error))?;
    let mut about = request;
    about["norms"] = json!(plan.norms);
    let (mut rows, mut last) = (Vec::new(), None);
    let (mut kept, _) = Kept::open(name, &about, None, |k, line| match Row::read(&plan, k, line) {
        Some(row) => {
            rows.push(row);
            true
        }
        None => {
            last = Last::read(line).filter(|_| k == plan.runs() && last.is_none());
            last.is_some()
        }
    })?;
    let mut progress = Progress::new("calibrate", plan.runs(), rows.len());
    progress.say(rows.len());
    pool::in_order(
        jobs,
        rows.len()..plan.runs(),
        |k| compute(&plan, k, file),
        |k, row| {
            kept.add(&row.line())?;
            rows.push(row);
            progress.say(k + 1);
            Ok(())
        },
    )?;
    let Some(choice) = choose(&plan, &rows) else {
        return Err(Failure::Other("calibrate: every run diverged, with every candidate; take a lower lr.".into()));
    };
    let last = match last {
        Some(last) => last,
        None => {
            let candidate = plan.candidates[choice.chosen];
            let score = scores(&plan, &rows).0.swap_remove(choice.chosen);
            let last = Last {
                chosen: Chosen { clip: candidate.clip.id.into(), threshold: candidate.threshold },
                rule: RULE.into(),
                as_good: choice.as_good,
                validation_loss: score.validation,
                standard_error: score.error,
                test_loss: tested(&plan, &candidate, jobs, file)?,
                sentence: confidence(&plan, &rows, &choice),
            };
            kept.add(&last.line())?;
            last
        }
    };
    output::print(&last.sentence)?;
    output::print(&torch(&plan, &choice, &last))
}

/// The mean test loss of the choice over all seeds; `None` if one of the runs has none.
fn tested(plan: &Plan, candidate: &Candidate, jobs: usize, file: Option<&[u8]>) -> Result<Option<f64>, Failure> {
    let mut losses = Vec::new();
    pool::in_order(
        jobs,
        0..plan.seeds.len(),
        |k| on_test(plan, candidate, plan.seeds[k], file),
        |_, loss| {
            losses.push(loss);
            Ok(())
        },
    )?;
    let losses: Option<Vec<f64>> = losses.into_iter().collect();
    Ok(losses.map(|losses| losses.iter().sum::<f64>() / losses.len() as f64))
}

fn asked(arguments: &Arguments) -> Result<Asked, Failure> {
    let whole = |option: &str, default: u64, least: u64, most: u64| -> Result<u64, Failure> {
        let Some(text) = arguments.option(option) else { return Ok(default) };
        text.parse()
            .ok()
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| arguments.usage(&format!("{option} “{text}” is not a whole number from {least} to {most}.")))
    };
    let gap = arguments.option("--gap").map(|_| whole("--gap", 0, 0, 1_000_000)).transpose()?;
    let origin = match arguments.option("--origin").unwrap_or("expanding") {
        "expanding" => Origin::Expanding,
        "sliding" => Origin::Sliding,
        other => return Err(arguments.unknown("--origin", other, &unlabelled(["expanding", "sliding"]), None)),
    };
    Ok(Asked {
        clips: arguments.option("--clips").map(Into::into),
        thresholds: arguments.option("--thresholds").map(Into::into),
        folds: whole("--folds", 5, 2, MOST_FOLDS as u64)? as usize,
        seeds: whole("--seeds", 3, 1, 10_000)?,
        steps: arguments.steps()?,
        gap: gap.map(|gap| gap as usize),
        origin,
    })
}

/// What the lines are results of.
fn request(text: &str, asked: &Asked, own: Option<&[u8]>) -> Value {
    json!({
        "command": "calibrate",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": text,
        "clips": asked.clips,
        "thresholds": asked.thresholds,
        "folds": asked.folds,
        "seeds": asked.seeds,
        "steps": asked.steps,
        "gap": asked.gap,
        "origin": if asked.origin == Origin::Sliding { "sliding" } else { "expanding" },
        "file": own.map(gradscape::datasets::own_csv::hash),
    })
}

/// The plan of a file that a calibration has written, and its rows. With scenario=csv, `csv` is the file that was learned
/// from.
pub fn results(arguments: &Arguments, name: &str) -> Result<(Plan, Vec<Row>), Failure> {
    let no_file = || {
        let beside = kept::beside(name);
        Failure::Usage(format!(
            "{name} is no file of `gradscape calibrate`: {} is missing or unreadable.",
            beside.display()
        ))
    };
    let about = kept::about(name).filter(|about| about["command"] == "calibrate").ok_or_else(no_file)?;
    let text = |key: &str| about[key].as_str().map(String::from);
    let whole = |key: &str| about[key].as_u64();
    let asked = Asked {
        clips: text("clips"),
        thresholds: text("thresholds"),
        folds: whole("folds").unwrap_or_default() as usize,
        seeds: whole("seeds").unwrap_or_default(),
        steps: whole("steps").unwrap_or_default(),
        gap: whole("gap").map(|gap| gap as usize),
        origin: if text("origin").as_deref() == Some("sliding") { Origin::Sliding } else { Origin::Expanding },
    };
    let settings = text("settings").unwrap_or_default();
    let (parsed, _) = Settings::parse(&settings);
    let own = start::own(&parsed, arguments.option("--csv"), &Overrides::default())?;
    let bundled = scenarios::data_file(&parsed).map(|file| file.bytes);
    let norms = serde_json::from_value(about["norms"].clone()).map_err(|_| no_file())?;
    let plan = Plan::new(&settings, &asked, own.as_deref().or(bundled), Some(norms)).map_err(Failure::Other)?;
    let lines =
        std::fs::read_to_string(name).map_err(|error| Failure::Other(format!("{name} cannot be read: {error}")))?;
    let rows = lines.lines().enumerate().map_while(|(k, line)| Row::read(&plan, k, line)).collect();
    Ok((plan, rows))
}
